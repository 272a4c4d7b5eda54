def define(db):
    db.view("adults", "SELECT id, name FROM users WHERE age >= 21", comment="kept")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.integer("age")
