def events(t):
    t.integer("year")
    t.partition_by("list", "year")
    t.partition("events_past", values=[2022, 2023])
