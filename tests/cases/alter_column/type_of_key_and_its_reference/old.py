def users(t):
    t.integer("id", primary_key=True)


def posts(t):
    t.big_int("id", primary_key=True)
    t.integer("author_id")
    t.belongs_to("author", "author_id", "users")
