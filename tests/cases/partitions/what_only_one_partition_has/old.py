def events(t):
    t.integer("year")
    t.text("body")
    t.partition_by("list", "year")
    old = t.partition("events_2023", values=[2023])
    old.comment("done")
