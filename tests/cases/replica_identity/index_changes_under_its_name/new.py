def users(t):
    t.big_increments("id", primary_key=True)
    t.text("code")
    t.text("country")
    t.index("users_code", ["code", "country"], unique=True)
    t.replica_identity(index="users_code")
    t.cluster_on("users_code")
