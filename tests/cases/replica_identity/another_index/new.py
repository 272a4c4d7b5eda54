def users(t):
    t.big_increments("id", primary_key=True)
    t.text("code")
    t.index("users_both", ["code", "id"], unique=True)
    t.replica_identity(index="users_both")
