def define(db):
    db.namespace("app")
    db.enum("app.mood", ["ok"])
    db.domain("app.short", "text")
    db.sequence("app.numbers")
    db.function("app.f", "m app.mood", returns="integer", body="SELECT 1")
    db.view("app.v", "SELECT id FROM app.users")


def users(t):
    t.big_increments("id", primary_key=True)
    t.enum("mood", ["ok"], type_name="app.mood", default="ok")
    t.column("name", "app.short", nullable=True)


tables = {"app.users": users}
