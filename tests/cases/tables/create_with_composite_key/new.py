def post_categories(t):
    t.big_int("post_id")
    t.big_int("category_id")
    t.primary_key(["post_id", "category_id"])
