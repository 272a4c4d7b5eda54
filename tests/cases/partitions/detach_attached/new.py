def events(t):
    t.integer("year")
    t.string("kind")
    t.primary_key(["year", "kind"])
    t.index("events_kind", ["kind"])
    t.partition_by("list", "year")


def old(t):
    t.integer("year")
    t.string("kind")
    t.not_null("kind", "old kind")
    t.primary_key(["year", "kind"], name="old key")
    t.index("old kinds", ["kind"])
