def define(db):
    db.extension("btree_gist")


def bookings(t):
    t.big_increments("id", primary_key=True)
    t.integer("room")
    t.boolean("cancelled")
    t.column("during", "tstzrange")
    t.exclude(
        "bookings_apart",
        [("room", "="), ("during", "&&")],
        where="NOT cancelled",
        include=["id"],
        storage={"fillfactor": 70},
        deferrable=True,
        initially_deferred=True,
        comment="one at a time",
    )
