def events(t):
    t.integer("year")
    t.partition_by("range", "year")
    t.partition("events_all", start=2000, end=2030)
