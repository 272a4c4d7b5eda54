def define(db):
    db.enum("later", ["one"])


def orders(t):
    t.column("state", "later", nullable=True)
