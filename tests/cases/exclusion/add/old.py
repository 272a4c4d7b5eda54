def bookings(t):
    t.big_increments("id", primary_key=True)
    t.column("during", "tstzrange")
