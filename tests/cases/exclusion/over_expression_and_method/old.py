def bookings(t):
    t.big_increments("id", primary_key=True)
    t.timestamp("from")
    t.timestamp("to")
    t.integer("room")
