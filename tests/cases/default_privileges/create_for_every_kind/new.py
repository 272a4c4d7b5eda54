def define(db):
    db.namespace("app")
    db.default_privileges(
        "tables",
        namespace="app",
        grants={"fluent_test_reader": ["select", "insert with grant option"]},
    )
    db.default_privileges("sequences", namespace="app", grants={"fluent_test_reader": "usage"})
    db.default_privileges("functions", revokes={"PUBLIC": "execute"})
    db.default_privileges("types", grants={"fluent_test_reader": "usage"})
    db.default_privileges("schemas", grants={"fluent_test_reader": "usage"})
