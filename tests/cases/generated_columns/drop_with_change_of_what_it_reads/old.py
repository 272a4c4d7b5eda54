def jobs(t):
    t.integer("id", primary_key=True)
    t.small_int("attempts")
    t.integer("gone", default=1)
    t.boolean("is_new", generated="attempts < 3")
    t.boolean("is_old", generated="gone > 3")
