def define(db):
    db.namespace("old data")


def events(t):
    t.integer("Year; x")
    t.partition_by("list", "Year; x")


tables = {"Events": events}
