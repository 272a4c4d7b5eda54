def users(t):
    t.big_int("id", primary_key=True)
    t.big_int("s", default=5, backfill=1, comment="new")
