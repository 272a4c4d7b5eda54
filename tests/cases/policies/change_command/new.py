def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.policy("own", using="name = current_user", comment="kept", command="select")
