def define(db):
    db.sequence('"Order No."', start=5)


def orders(t):
    t.big_increments("id", primary_key=True)
    t.big_int("No.", nullable=True)
