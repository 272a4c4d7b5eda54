def define(db):
    db.view("names", "SELECT id, name FROM people")


def people(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
