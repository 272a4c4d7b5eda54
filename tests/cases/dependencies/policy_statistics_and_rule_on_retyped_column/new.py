def users(t):
    t.big_increments("id", primary_key=True)
    t.big_int("age")
    t.row_security()
    t.policy("adults", using="age > 18", comment="kept")
    t.statistics("users_ages", ["id", "age"], target=5, comment="kept")
    t.rule("log", "ON UPDATE TO users WHERE OLD.age > 5 DO INSTEAD NOTHING", comment="kept")
