def users(t):
    t.big_int("id", primary_key=True)
    t.boolean("first", unique=True)
    t.enum("mood", ["sad", "ok"], unique=True)
