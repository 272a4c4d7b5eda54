def define(db):
    db.view("adults", "SELECT id, name FROM users WHERE age >= 18")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.integer("age")
