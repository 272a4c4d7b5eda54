"""The schema after."""


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n")
    t.increments("number", sequence={"start": 100, "increment": 5})
