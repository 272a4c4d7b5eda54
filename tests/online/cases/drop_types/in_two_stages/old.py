"""The schema before."""


def define(db):
    db.domain("positive", "integer", checks={"more": "VALUE > 0"}, comment="more than none")
    db.enum("mood", ["sad", "ok"])


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.integer("n")
