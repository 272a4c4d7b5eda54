def define(db):
    db.namespace(
        "accounting",
        comment="money",
        grants={"fluent_test_reader": "usage"},
        renamed_from="billing",
    )
