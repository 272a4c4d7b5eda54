def define(db):
    db.function("audit", returns="trigger", language="plpgsql", body="BEGIN RETURN NULL; END")


def users(t):
    t.big_increments("id", primary_key=True)
    t.trigger("audit", "after", "insert", "audit()", constraint=True)
