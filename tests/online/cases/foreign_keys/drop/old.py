"""The schema before."""


def teams(t):
    t.big_int("id", primary_key=True)


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n")
    t.big_int("team_id")
    t.foreign_key("fk_team", "team_id", "teams")
