def events(t):
    t.integer("year")
    t.partition_by("range", "year")
    t.partition("events_old", start=2000, end=2010)
    t.partition("events_new", start=2010, end=2030)
