def define(db):
    db.namespace("shop")
    db.composite_type("address", {"street": "text"}, comment="where")


def users(t):
    t.big_increments("id", primary_key=True)
    t.column("home", "address", nullable=True)
