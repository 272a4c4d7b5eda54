def users(t):
    t.big_increments("id", primary_key=True)
    t.text("city")
    t.text("code")
    t.statistics("users_places", ["city", "code"])
