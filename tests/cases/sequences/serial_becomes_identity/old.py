def invoices(t):
    t.big_serial("id", primary_key=True)
    t.text("body")
