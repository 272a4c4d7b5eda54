def people(t):
    t.big_increments("id", primary_key=True)
    t.text("name", collation="C")
    t.text("city")
    t.index("people_name", ["name"])
