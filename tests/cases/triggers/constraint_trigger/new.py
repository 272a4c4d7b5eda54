def define(db):
    db.function("audit", returns="trigger", language="plpgsql", body="BEGIN RETURN NULL; END")


def users(t):
    t.big_increments("id", primary_key=True)
    t.trigger(
        "audit",
        "after",
        ["insert", "delete"],
        "audit()",
        constraint=True,
        references_table="posts",
        deferrable=True,
        initially_deferred=True,
    )


def posts(t):
    t.big_increments("id", primary_key=True)
