def orders(t):
    t.big_serial("id", primary_key=True)
    t.text("note")
