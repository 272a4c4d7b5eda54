def events(t):
    t.integer("year")
    t.partition_by("range", "year")
    t.partition("events_old", start=2000, end=2015)
    t.partition("events_new", start=2015, end=2025)
    t.partition("events_next", start=2025, end=2030)
