def users(t):
    t.big_increments("User Id", primary_key=True)
    t.text("select")


tables = {"Users": users}
