def define(db):
    db.composite_type("couple", {"a": "integer"}, renamed_from="pair")
    db.function("first", "p couple", returns="integer", body="SELECT (p).a")


def users(t):
    t.big_increments("id", primary_key=True)
    t.column("pairs", "couple[]", default=[])
