def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name", backfill="''")
    t.not_null("name", "users_have_names", comment="all of them")
    t.text("city")
    t.not_null("city", "users_live_somewhere")
