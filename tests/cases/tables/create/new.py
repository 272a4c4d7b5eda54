def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.varchar("name", 50, nullable=True)
    t.numeric("balance", 10, 2, default=0)
    t.timestamps()
    t.check("users_balance_check", "balance >= 0")
    t.unique(["email"])
    t.comment("who may log in")
