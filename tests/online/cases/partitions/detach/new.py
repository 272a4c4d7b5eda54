"""The schema after."""


def teams(t):
    t.big_int("id", primary_key=True)


def events(t):
    t.big_int("id")
    t.big_int("team_id", nullable=True)
    t.date("day")
    t.string("email")
    t.partition_by("range", ["day"])
    t.partition("events_2020", start="2020-01-01", end="2021-01-01")
    t.partition("events_2021", start="2021-01-01", end="2022-01-01")


def events_2022(t):
    t.big_int("id")
    t.big_int("team_id", nullable=True)
    t.date("day")
    t.string("email")
