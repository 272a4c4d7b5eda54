def define(db):
    db.collation("de-DE; phone", provider="libc", locale="C", comment="it's")


def people(t):
    t.big_increments("id", primary_key=True)
    t.text("name", collation="de-DE; phone", nullable=True)
