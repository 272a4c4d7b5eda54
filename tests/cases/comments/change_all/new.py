def users(t):
    t.big_int("id", primary_key=True)
    t.string("email", comment="new")
    t.comment("it's new")
    t.enum("mood", ["a"])
    t.unique(["email"], comment="new")
    t.index(["email"], comment="new")
