def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.row_security(force=True)
    t.policy("own", using="name = current_user", comment="old")
