def people(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.text("city", unique=True)
    t.index("people_name", [{"column": "name", "collation": "C"}])
