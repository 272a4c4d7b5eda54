def define(db):
    db.range_type("price_range", "numeric", comment="from and to")
