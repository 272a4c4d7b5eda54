def define(db):
    db.view(
        "names",
        "SELECT id, name, age FROM users",
        security_barrier=True,
        comment="kept",
        columns={"id": {"comment": "kept"}},
        grants={"fluent_test_reader": "select"},
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.integer("age")
