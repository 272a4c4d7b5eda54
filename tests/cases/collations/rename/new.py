def define(db):
    db.collation("deutsch", provider="libc", locale="C", renamed_from="german")


def people(t):
    t.big_increments("id", primary_key=True)
    t.text("name", collation="deutsch")
