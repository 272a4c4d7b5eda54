def define(db):
    db.namespace("core", renamed_from="app")
    db.enum("core.mood", ["ok"])
    db.domain("core.short", "text")
    db.sequence("core.numbers")
    db.function("core.f", "m core.mood", returns="integer", body="SELECT 1")
    db.view("core.v", "SELECT id FROM core.users")


def users(t):
    t.big_increments("id", primary_key=True)
    t.enum("mood", ["ok"], type_name="core.mood", default="ok")
    t.column("name", "core.short", nullable=True)


tables = {"core.users": users}
