def define(db):
    db.collation("local", provider="libc", locale="POSIX")


def people(t):
    t.big_increments("id", primary_key=True)
    t.text("name", collation="local")
    t.text("city")
    t.index("people_name", ["name"])
    t.index("people_city", [{"column": "city", "collation": "local"}])
