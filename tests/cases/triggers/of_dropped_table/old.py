from fluentorm import sql


def define(db):
    db.function("touch", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")


def users(t):
    t.big_increments("id", primary_key=True)
    t.trigger("touch", "before", "insert", "touch()")
    t.rule("keep", "ON DELETE TO users DO INSTEAD NOTHING")
    t.policy("own")
    t.statistics("users_stats", ["id", sql("id % 2")])
