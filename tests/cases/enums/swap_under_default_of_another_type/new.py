from fluentorm import sql


def define(db):
    db.enum("state", ["open", "new", "done"])


def orders(t):
    t.integer("id")
    t.text("shown", default=sql("('open'::state)::text"))
    t.column("state", "state", default="new")
