def define(db):
    db.namespace("shop")
    db.composite_type("shop.place", {"street": "text"}, comment="where", renamed_from="address")


def users(t):
    t.big_increments("id", primary_key=True)
    t.column("home", "shop.place", nullable=True)
