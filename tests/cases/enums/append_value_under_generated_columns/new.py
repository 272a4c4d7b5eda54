def define(db):
    db.view("done_orders", "SELECT id, done FROM orders WHERE done")


def orders(t):
    t.big_increments("id", primary_key=True)
    t.enum("state", ["open", "closed", "lost"], type_name="state")
    t.boolean("done", generated="state = 'closed'::state", nullable=True)
    t.enum(
        "was",
        ["open", "closed", "lost"],
        type_name="state",
        generated="CASE WHEN id > 3 THEN 'open'::state END",
        nullable=True,
    )
    t.index(["done"])
