def define(db):
    db.sequence("order_numbers", start=100, comment="on paper")
