def bookings(t):
    t.big_increments("id", primary_key=True)
    t.column("during", "tstzrange")
    t.exclude("bookings_apart", [("during", "&&")])
