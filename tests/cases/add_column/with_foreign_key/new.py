def users(t):
    t.big_int("id", primary_key=True)
    t.big_int("boss_id", nullable=True)
    t.belongs_to("boss", "boss_id", "users", on_delete="set_null")
