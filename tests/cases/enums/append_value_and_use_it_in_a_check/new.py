def users(t):
    t.big_int("id", primary_key=True)
    t.enum("mood", ["a", "b", "c"])
    t.check("not_c", "mood <> 'c'")
    t.index("c", ["mood"], where="mood = 'c'")
