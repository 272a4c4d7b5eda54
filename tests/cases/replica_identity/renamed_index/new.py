def users(t):
    t.big_increments("id", primary_key=True)
    t.text("code")
    t.index("users_by_code", ["code"], unique=True, renamed_from="users_code")
    t.replica_identity(index="users_by_code")
