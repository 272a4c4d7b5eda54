def define(db):
    db.namespace("app")
    db.sequence("app.numbers")
    db.view("app.v", "SELECT id, name FROM users")
    db.materialized_view("app.m", "SELECT 1 AS a")
    db.function("app.f", "a integer", returns="integer", body="SELECT a")
    db.procedure("app.p", body="SELECT 1")
    db.aggregate("app.total", "integer", sfunc="int4pl", stype="integer")
    db.enum("app.mood", ["ok"])
    db.domain("app.short", "text")
    db.composite_type("app.pair", {"a": "integer"})
    db.range_type("app.span", "integer")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
