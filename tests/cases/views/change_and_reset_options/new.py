def define(db):
    db.view(
        "adults",
        "SELECT id, age FROM users WHERE age >= 18",
        security_invoker=True,
        check_option="local",
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.integer("age")
