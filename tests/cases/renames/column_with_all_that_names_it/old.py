def users(t):
    t.big_int("id", primary_key=True)
    t.string("mail", unique=True)
    t.check("users_mail_check", "mail <> ''")
    t.index(["mail"])
