def define(db):
    db.namespace("billing")
    db.enum("billing.state", ["open", "paid"])
    db.function("billing.total", "a integer", returns="integer", body="SELECT a")
    db.view("billing.open", "SELECT id FROM billing.invoices WHERE state = 'open'")


def invoices(t):
    t.big_increments("id", primary_key=True)
    t.enum("state", ["open", "paid"], type_name="billing.state")


tables = {"billing.invoices": invoices}
