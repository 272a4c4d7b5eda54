def events(t):
    t.integer("year")
    t.string("kind")
    t.primary_key(["year", "kind"])
    t.index("events_kind", ["kind"])
    t.partition_by("list", "year")
    old = t.partition(
        "old", values=[2023], attached={"events_pkey": "old key", "events_kind": "old kinds"}
    )
    old.not_null("kind", "old kind")
