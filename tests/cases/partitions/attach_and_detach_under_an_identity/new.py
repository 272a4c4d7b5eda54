def events(t):
    t.big_increments("id", unique=False)
    t.integer("year")
    t.partition_by("list", "year")
    t.partition("events_2024", values=[2024])


def events_2023(t):
    t.big_int("id")
    t.integer("year")
