def define(db):
    db.namespace("app")
    db.view("names", "SELECT name FROM app.users", comment="kept")
    db.view("more_names", "SELECT name FROM names")
    db.function(
        "last_name", returns="text", body="BEGIN ATOMIC\n  SELECT max(name) FROM app.users;\nEND"
    )


def _users(t):
    t.renamed_from("users")
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.policy("all", using="name IN (SELECT name FROM app.users)")


tables = {"app.users": _users}
