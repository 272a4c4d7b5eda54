def define(db):
    db.extension("btree_gist")


def rooms(t):
    t.integer("id")
    t.column("during", "daterange")


def bookings(t):
    t.integer("room_id")
    t.column("during", "daterange")
