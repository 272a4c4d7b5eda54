def define(db):
    db.view("v", "SELECT id, name, age FROM users", columns={"name": {"default": "x"}})


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.integer("age")
