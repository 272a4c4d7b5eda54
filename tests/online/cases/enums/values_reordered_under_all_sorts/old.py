"""The schema before."""


def define(db):
    db.view("waiting", "SELECT id, state FROM users WHERE state = 'a'::state")
    db.function("first_state", returns="state", body="SELECT 'a'::state")


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n")
    t.enum("state", ["a", "b", "c"], type_name="state", default="a", comment="where it is")
    t.column("earlier", "state[]", nullable=True)
    t.index("users_by_state", ["state", "n"])
    t.index("users_of_a", ["n"], where="state = 'a'::state")
    t.unique(["state", "email"], name="once")
    t.check("users_not_b", "state <> 'b'::state OR n > 0")
