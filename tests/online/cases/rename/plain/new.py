"""The schema after."""


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.string("label", nullable=True)
    t.integer("n")
    t.rename_field("name", "label")
