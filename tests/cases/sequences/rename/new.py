def define(db):
    db.sequence("invoice_numbers", start=100, comment="on paper", renamed_from="order_numbers")
