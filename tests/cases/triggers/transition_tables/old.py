def define(db):
    db.function("count_rows", returns="trigger", language="plpgsql", body="BEGIN RETURN NULL; END")


def users(t):
    t.big_increments("id", primary_key=True)
