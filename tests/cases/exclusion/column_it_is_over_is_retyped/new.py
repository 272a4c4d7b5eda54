def bookings(t):
    t.big_increments("id", primary_key=True)
    t.column("during", "tstzrange", using="tstzrange(lower(during), upper(during))")
    t.exclude("bookings_apart", [("during", "&&")])
