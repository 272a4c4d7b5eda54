def define(db):
    db.view("v", "SELECT id FROM users")
    db.function("f", "a integer", returns="integer", body="SELECT a")
    db.comment("the users", table="users")
    db.comment("the key", table="users", columns="id")
    db.comment("a view", view="v")
    db.comment("its column", view="v", columns="id")
    db.comment("a function", function="f(integer)")


def users(t):
    t.big_increments("id", primary_key=True)
