def users(t):
    t.big_int("id", primary_key=True)
    t.string("email", unique=True, renamed_from="mail")
    t.check("users_mail_check", "email <> ''")
    t.index(["email"])
