"""The schema before."""


def define(db):
    db.function("touch", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")


def teams(t):
    t.big_int("id", primary_key=True)


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email", unique=True)
    t.integer("n")
    t.enum("state", ["a", "b"], default="a")
    t.big_increments("number")
    t.big_int("team_id", nullable=True)
    t.belongs_to("team", "team_id", "teams")
    t.index("users_by_n", ["n"])
    t.trigger("touched", timing="before", events="update", call="touch()")
    t.comment("who")
