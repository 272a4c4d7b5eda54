def define(db):
    db.view("a", "SELECT id FROM users")
    db.view("b", "SELECT id FROM a")
    db.view("c", "SELECT b.id FROM a JOIN b USING (id)")


def users(t):
    t.big_increments("id", primary_key=True)
    t.integer("age")
