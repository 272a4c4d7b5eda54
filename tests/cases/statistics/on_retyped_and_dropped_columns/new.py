def users(t):
    t.big_increments("id", primary_key=True)
    t.text("city")
    t.statistics("users_places", ["city", "id"], target=10)
