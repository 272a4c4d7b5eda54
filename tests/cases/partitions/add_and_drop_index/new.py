def events(t):
    t.integer("year")
    t.text("body")
    t.partition_by("list", "year")
    t.index("events_body", ["body"])
    t.partition("events_2023", values=[2023])
