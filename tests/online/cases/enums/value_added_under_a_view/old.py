"""The schema before."""


def define(db):
    db.view("waiting", "SELECT id, state FROM users WHERE state = 'a'::state")


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n")
    t.enum("state", ["a", "b"], type_name="state", nullable=True)
