def define(db):
    db.function("redirect", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")
    db.view("names", "SELECT name FROM users")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
