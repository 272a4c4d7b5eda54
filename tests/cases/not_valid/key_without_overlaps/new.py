def define(db):
    db.extension("btree_gist")


def rooms(t):
    t.integer("id")
    t.column("during", "daterange")
    t.primary_key(["id", "during"], without_overlaps=True)


def bookings(t):
    t.integer("room_id")
    t.column("during", "daterange")
    t.unique(["room_id", "during"], without_overlaps=True)
