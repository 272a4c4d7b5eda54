def users(t):
    t.big_increments("id", primary_key=True)
    t.rule("Keep; it", 'ON DELETE TO "order" DO INSTEAD NOTHING', comment="it's")


tables = {"order": users}
