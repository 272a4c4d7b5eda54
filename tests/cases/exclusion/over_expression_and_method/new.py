from fluentorm import sql


def bookings(t):
    t.big_increments("id", primary_key=True)
    t.timestamp("from")
    t.timestamp("to")
    t.integer("room")
    t.exclude("apart", [(sql('tstzrange("from", "to")'), "&&")])
    t.exclude("one_room", [("room", "=")], method="hash")
