def users(t):
    t.big_int("id", primary_key=True)
    t.integer("n")
    t.check("users_n_check", "n > 0")
    t.index("idx_n", ["n"], where="n > 5")
