"""The schema before."""


def teams(t):
    t.big_int("id", primary_key=True)


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n")
    t.integer("team_id", nullable=True)
    t.foreign_key("team", "team_id", "teams")
    t.unique(["team_id", "n"], name="once")
