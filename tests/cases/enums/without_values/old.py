def define(db):
    db.enum("later", [])


def orders(t):
    t.column("state", "later", nullable=True)
