"""The schema after."""


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.string("label", nullable=True)
    t.integer("n")
    t.index("by_label", "label")
    t.check("short", "length(label) < 20")
    t.unique(["label", "n"], name="once")
    t.rename_field("name", "label", online=True)
