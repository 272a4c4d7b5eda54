from fluentorm import sql


def events(t):
    t.date("at")
    t.text("body")
    t.partition_by("range", "at")
    t.partition("events_2023", start="2023-01-01", end="2024-01-01")
    t.partition("events_2024", start="2024-01-01", end=sql("MAXVALUE"))
    t.partition("events_rest", default=True)
