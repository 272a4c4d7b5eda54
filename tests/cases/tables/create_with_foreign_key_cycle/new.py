def users(t):
    t.big_int("id", primary_key=True)
    t.big_int("favourite_id", nullable=True)
    t.belongs_to("favourite", "favourite_id", "posts", on_delete="set_null")


def posts(t):
    t.big_int("id", primary_key=True)
    t.big_int("author_id")
    t.belongs_to("author", "author_id", "users", on_delete="cascade")
