def define(db):
    db.function("touch", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")


def users(t):
    t.big_increments("id", primary_key=True)
    t.big_int("age")
    t.trigger(
        "touch",
        "before",
        "update",
        "touch()",
        columns="age",
        when="NEW.age > 5",
        comment="kept",
        enabled="always",
    )
