def define(db):
    db.default_privileges(
        "tables", role="Fluent Test Writer", grants={"fluent_test_reader": "select"}
    )
    db.namespace("app")
