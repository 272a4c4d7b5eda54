def define(db):
    db.namespace("old data")


def events(t):
    t.integer("Year; x")
    t.partition_by("list", "Year; x")
    t.partition('"old data"."Year 2023"', values=[2023])


tables = {"Events": events}
