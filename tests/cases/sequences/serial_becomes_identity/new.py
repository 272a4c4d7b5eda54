def invoices(t):
    t.big_increments("id", primary_key=True)
    t.text("body")
