def define(db):
    db.namespace("app")
    db.view("names", "SELECT name FROM users", comment="kept")
    db.view("more_names", "SELECT name FROM names")
    db.function(
        "last_name", returns="text", body="BEGIN ATOMIC\n  SELECT max(name) FROM users;\nEND"
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.policy("all", using="name IN (SELECT name FROM users)")
