def define(db):
    db.view("v", "SELECT id FROM users")
    db.function("f", "a integer", returns="integer", body="SELECT a")


def users(t):
    t.big_increments("id", primary_key=True)
