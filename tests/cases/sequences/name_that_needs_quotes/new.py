def define(db):
    db.sequence('"Order No."', start=7, owned_by='orders."No."', comment="it's")


def orders(t):
    t.big_increments("id", primary_key=True)
    t.big_int("No.", nullable=True)
