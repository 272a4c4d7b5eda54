def bookings(t):
    t.big_increments("id", primary_key=True)
    t.column("during", "tstzrange")
    t.exclude("one_at_a_time", [("during", "&&")], renamed_from="bookings_apart", comment="new")
