def people(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.text("city", collation="C")
    t.index("people_name", ["name"])
