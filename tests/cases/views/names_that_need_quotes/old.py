def define(db):
    db.view("View; --", 'SELECT "User Id" FROM "select"')


def select(t):
    t.big_increments("User Id", primary_key=True)
