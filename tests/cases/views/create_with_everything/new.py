def define(db):
    db.view(
        "adults",
        """
        SELECT id, name
        FROM users
        WHERE age >= 18;
        """,
        names=["number", "called"],
        security_barrier=True,
        security_invoker=True,
        check_option="local",
        columns={
            "called": {"comment": "by friends", "grants": {"fluent_test_reader": "select"}},
            "number": {"default": 7},
        },
        comment="of age",
        grants={
            "fluent_test_reader": "select",
            "Fluent Test Writer": ["insert", "update with grant option"],
        },
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.integer("age", default=20)
