from fluentorm import sql


def places(t):
    t.integer("id", primary_key=True)


def events(t):
    t.integer("year")
    t.integer("no")
    t.text("body")
    t.integer("place_id", nullable=True)
    t.primary_key(["year", "no"])
    t.unique(["year", "body"])
    t.check("no_positive", "no > 0")
    t.belongs_to("place", "place_id", "places", "id")
    t.index("events_lower", [sql("lower(body)")])
    t.partition_by("list", "year")


def events_2024(t):
    t.integer("year")
    t.integer("no")
    t.text("body")
    t.integer("place_id", nullable=True)
    t.unique(["year", "body"], name="years_and_bodies")
