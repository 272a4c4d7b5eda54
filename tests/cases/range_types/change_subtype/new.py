def define(db):
    db.range_type("price_range", "bigint", comment="from and to")
