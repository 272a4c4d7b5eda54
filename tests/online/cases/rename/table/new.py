"""The schema after."""


def teams(t):
    t.big_int("id", primary_key=True)


def people(t):
    t.big_int("id", primary_key=True)
    t.string("email", unique=True)
    t.integer("n")
    t.big_increments("number")
    t.big_int("team_id", nullable=True)
    t.belongs_to("team", "team_id", "teams")
    t.index("people_by_n", ["n"])
    t.check("people_n", "n > 0")
    t.grant(["select", "insert"], "reader")
    t.row_security()
    t.renamed_from("users", online=True)
