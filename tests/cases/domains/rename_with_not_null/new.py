def define(db):
    db.domain("amount", "integer", nullable=False, renamed_from="quantity")


def orders(t):
    t.column("amount", "amount")
