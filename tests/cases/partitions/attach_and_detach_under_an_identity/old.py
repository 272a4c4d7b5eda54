def events(t):
    t.big_increments("id", unique=False)
    t.integer("year")
    t.partition_by("list", "year")
    t.partition("events_2023", values=[2023])


def events_2024(t):
    t.big_increments("id", unique=False)
    t.integer("year")
