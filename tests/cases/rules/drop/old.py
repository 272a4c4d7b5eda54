def users(t):
    t.big_increments("id", primary_key=True)
    t.rule("keep", "ON DELETE TO users DO INSTEAD NOTHING", comment="old")
