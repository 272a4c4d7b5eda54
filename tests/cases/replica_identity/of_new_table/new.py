def users(t):
    t.big_increments("id", primary_key=True)
    t.text("code")
    t.unique(["code"], "users_code")
    t.index("users_by_code", ["code", "id"])
    t.replica_identity(index="users_code")
    t.cluster_on("users_by_code")
