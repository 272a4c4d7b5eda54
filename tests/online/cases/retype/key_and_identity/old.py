"""The schema before."""


def users(t):
    t.increments("id", primary_key=True)
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n")


def posts(t):
    t.big_int("id", primary_key=True)
    t.integer("user_id")
    t.foreign_key("author", "user_id", "users", on_delete="cascade")
