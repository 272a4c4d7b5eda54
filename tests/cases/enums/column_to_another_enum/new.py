def users(t):
    t.big_int("id", primary_key=True)
    t.enum("mood", ["b", "c"], type_name="two")
