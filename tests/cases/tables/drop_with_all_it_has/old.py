def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.integer("age", nullable=True, comment="in years")
    t.unique(["email"], comment="one account each")
    t.check("users_age_check", "age > 0")
    t.index(["age"])
    t.comment("who")


def posts(t):
    t.big_int("id", primary_key=True)
    t.big_int("author_id")
    t.belongs_to("author", "author_id", "users")
