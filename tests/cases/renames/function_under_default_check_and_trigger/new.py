from fluentorm import sql


def define(db):
    db.function(
        "touched",
        returns="trigger",
        language="plpgsql",
        body="BEGIN RETURN NEW; END",
        renamed_from="touch",
    )
    db.function(
        "level",
        "n integer",
        returns="integer",
        volatility="immutable",
        body="SELECT n",
        renamed_from="rank",
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.integer("size", default=sql("level(1)"))
    t.check("users_size", "level(size) > 0")
    t.index("users_rank", [sql("level(size)")])
    t.trigger("touch", "before", "insert", "touched()")
