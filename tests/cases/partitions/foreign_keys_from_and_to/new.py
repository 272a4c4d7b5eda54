def events(t):
    t.integer("year", primary_key=True)
    t.partition_by("list", "year")
    t.partition("events_2023", values=[2023])
    t.integer("place_id", nullable=True)
    t.belongs_to("place", "place_id", "places", "id")


def places(t):
    t.integer("id", primary_key=True)
    t.integer("year", nullable=True)
    t.belongs_to("event", "year", "events", "year")
