def define(db):
    db.view("a", "SELECT id, age FROM users")
    db.view("b", "SELECT id, age FROM a")
    db.view("c", "SELECT b.id, a.age FROM a JOIN b USING (id)")


def users(t):
    t.big_increments("id", primary_key=True)
    t.integer("age")
