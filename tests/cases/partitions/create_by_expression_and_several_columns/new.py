from fluentorm import sql


def events(t):
    t.integer("a")
    t.timestamp("at", timezone=False)
    t.partition_by("range", ["a", sql("date_trunc('day', at)")])
    t.partition("events_1", start=[1, "2024-01-01"], end=[1, sql("MAXVALUE")])
