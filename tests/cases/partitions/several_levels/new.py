def events(t):
    t.integer("year")
    t.text("country")
    t.partition_by("list", "year")
    year = t.partition("events_2024", values=[2024])
    year.partition_by("list", "country")
    year.partition("events_2024_ch", values=["ch"])
    year.partition("events_2024_rest", default=True)
