def define(db):
    db.composite_type("pair", {"a": "integer"})
    db.function("first", "p pair", returns="integer", body="SELECT (p).a")


def users(t):
    t.big_increments("id", primary_key=True)
    t.column("pairs", "pair[]", default=[])
