"""The schema before."""


def notes(t):
    t.big_int("id")
    t.string("kind", nullable=True)
    t.partition_by("list", ["kind"])
    t.partition("notes_a", values=["a", "b"])
    t.partition("notes_rest", default=True)
