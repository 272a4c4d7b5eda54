def events(t):
    t.big_increments("id", primary_key=True)
    t.text("body")
    t.text("head")
    t.index("events_body", ["body"])
    t.index("events_head", ["head"])
    t.cluster_on("events_head")
