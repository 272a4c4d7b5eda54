def events(t):
    t.big_increments("id", primary_key=True)
    t.text("body")
    t.column("tags", "text[]")
    t.index("events_body", ["body"], storage={"fillfactor": 70})
