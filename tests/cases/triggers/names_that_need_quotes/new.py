def define(db):
    db.namespace("My Tools")
    db.function(
        '"My Tools"."Touch It"', returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END"
    )


def users(t):
    t.big_increments("User Id", primary_key=True)
    t.trigger(
        "Touch; it",
        "before",
        "update",
        '"My Tools"."Touch It"()',
        columns="User Id",
        comment="it's",
    )


tables = {"order": users}
