from fluentorm import sql


def define(db):
    db.enum("kind", ["admin", "user"])
    db.function("own_kind", returns="kind", body="SELECT 'user'::kind", volatility="stable")


def documents(t):
    t.integer("id")
    t.column("kind", "kind", default=sql("own_kind()"))
