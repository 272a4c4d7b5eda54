def users(t):
    t.big_increments("id", primary_key=True)
    t.text("city")
    t.statistics("users_cities", ["city", "id"], renamed_from="users_places")
