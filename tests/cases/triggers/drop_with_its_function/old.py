def define(db):
    db.function("touch", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")


def users(t):
    t.big_increments("id", primary_key=True)
    t.trigger("touch", "before", "insert", "touch()")
