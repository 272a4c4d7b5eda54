def events(t):
    t.integer("year", primary_key=True)
    t.partition_by("list", "year")
    t.partition("events_2023", values=[2023])


def places(t):
    t.integer("id", primary_key=True)
