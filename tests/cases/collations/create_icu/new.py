def define(db):
    db.collation("german", locale="de-DE", comment="phone book")


def people(t):
    t.big_increments("id", primary_key=True)
    t.text("name", collation="german")
