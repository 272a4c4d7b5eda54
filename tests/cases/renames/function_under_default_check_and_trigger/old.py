from fluentorm import sql


def define(db):
    db.function("touch", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")
    db.function("rank", "n integer", returns="integer", volatility="immutable", body="SELECT n")


def users(t):
    t.big_increments("id", primary_key=True)
    t.integer("size", default=sql("rank(1)"))
    t.check("users_size", "rank(size) > 0")
    t.index("users_rank", [sql("rank(size)")])
    t.trigger("touch", "before", "insert", "touch()")
