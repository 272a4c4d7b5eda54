def events(t):
    t.integer("year")
    t.text("body", default="x", backfill="'y'")
    t.partition_by("list", "year")
    t.partition("events_2023", values=[2023])
