"""The schema before."""


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n")
    t.index("by_name", "name")
    t.check("short", "length(name) < 20")
    t.unique(["name", "n"], name="once")
