def users(t):
    t.big_increments("User Id", primary_key=True)
    t.text("select")
    t.statistics("Stats; x", ["User Id", "select"], comment="it's")


tables = {"Users": users}
