def users(t):
    t.big_increments("id", primary_key=True)
    t.varchar("city", 20)
    t.text("code")
    t.statistics("users_code", ["code", "id"])
    t.statistics("users_places", ["city", "id"], target=10)
