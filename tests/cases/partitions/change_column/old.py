def events(t):
    t.integer("year")
    t.varchar("body", 20, nullable=True)
    t.partition_by("list", "year")
    t.partition("events_2023", values=[2023])
