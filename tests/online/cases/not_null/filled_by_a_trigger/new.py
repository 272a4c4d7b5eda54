"""The rows that were there are filled too."""


def define(db):
    db.function(
        "fill_total",
        returns="trigger",
        language="plpgsql",
        body="BEGIN NEW.total := NEW.price * NEW.amount; RETURN NEW; END",
    )


def orders(t):
    t.big_int("id", primary_key=True)
    t.integer("price")
    t.integer("amount")
    t.integer("total", backfill="price * amount")
    t.trigger("fill_total", "before", ["insert", "update"], "fill_total()")
