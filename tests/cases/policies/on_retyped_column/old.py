def users(t):
    t.big_increments("id", primary_key=True)
    t.varchar("name", 20)
    t.row_security()
    t.policy("own", using="name = current_user", comment="kept", roles="fluent_test_reader")
