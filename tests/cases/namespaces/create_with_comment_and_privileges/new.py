def define(db):
    db.namespace(
        "billing",
        comment="invoices and payments",
        grants={"fluent_test_reader": ["usage", "create with grant option"], "PUBLIC": "usage"},
    )
