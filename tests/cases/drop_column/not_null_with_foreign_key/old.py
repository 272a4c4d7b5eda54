def teams(t):
    t.big_int("id", primary_key=True)


def users(t):
    t.big_int("id", primary_key=True)
    t.big_int("team_id")
    t.belongs_to("team", "team_id", "teams")
