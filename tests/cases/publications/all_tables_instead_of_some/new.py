def define(db):
    db.publication("changes", all_tables=True, comment="kept")


def users(t):
    t.big_increments("id", primary_key=True)
