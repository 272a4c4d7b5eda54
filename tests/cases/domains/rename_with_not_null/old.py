def define(db):
    db.domain("quantity", "integer", nullable=False)


def orders(t):
    t.column("amount", "quantity")
