def users(t):
    t.big_increments("Id", primary_key=True)


tables = {"order": users}
