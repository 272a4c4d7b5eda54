def define(db):
    db.function("touch", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")


def users(t):
    t.big_increments("id", primary_key=True)
    t.trigger("a", "before", "insert", "touch()")
    t.trigger("b", "before", "insert", "touch()", enabled="disabled")
    t.trigger("c", "before", "insert", "touch()", enabled="always")
