def users(t):
    t.big_int("id", primary_key=True)
    t.enum("mood", ["b", "c"])
    t.check("not_c", "mood <> 'c'")
    t.index("by_mood", ["mood"], where="mood = 'b'")
