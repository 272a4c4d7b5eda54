def define(db):
    db.function("touch", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")


def events(t):
    t.integer("year")
    t.partition_by("list", "year")
    t.partition("events_2023", values=[2023])
    t.trigger("touch", "before", "insert", "touch()")
    t.row_security()
    t.policy("recent", using="year > 2020")
