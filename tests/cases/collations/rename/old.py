def define(db):
    db.collation("german", provider="libc", locale="C")


def people(t):
    t.big_increments("id", primary_key=True)
    t.text("name", collation="german")
