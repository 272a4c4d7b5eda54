def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.integer("age", nullable=True)
    t.unique(["email"], "one_email", renamed_from="users_email_key")
