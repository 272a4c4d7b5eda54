from fluentorm.schema.sql_text import sql


def define(db):
    db.sequence("invoice_numbers", owned_by="invoices.id", comment="counts", cache=5)


def invoices(t):
    t.big_int("id", primary_key=True, default=sql("nextval('invoice_numbers')"))
