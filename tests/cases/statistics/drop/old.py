def users(t):
    t.big_increments("id", primary_key=True)
    t.text("city")
    t.statistics("users_places", ["city", "id"], comment="old", target=10)
