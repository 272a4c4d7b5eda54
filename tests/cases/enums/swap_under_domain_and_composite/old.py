def define(db):
    db.enum("state", ["open", "closed", "lost"])
    db.domain("final_state", "state", checks={"never_open": "VALUE <> 'open'"})
    db.composite_type("change", {"at": "date", "state": "state"})


def orders(t):
    t.integer("id")
    t.column("ended", "final_state", nullable=True)
    t.column("last", "change", nullable=True)
