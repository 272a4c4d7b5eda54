def users(t):
    t.big_int("id", primary_key=True)
    t.string("email", comment="old")
    t.comment("old")
    t.enum("mood", ["a"], type_comment="old")
    t.unique(["email"], comment="old")
    t.index(["email"], comment="old")
