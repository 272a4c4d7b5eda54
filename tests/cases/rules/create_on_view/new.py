def define(db):
    db.view("names", "SELECT name FROM users")
    db.rule(
        "add", "names", "ON INSERT TO names DO INSTEAD INSERT INTO users (name) VALUES (NEW.name)"
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
