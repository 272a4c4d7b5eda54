def define(db):
    db.range_type(
        "price_range", "numeric", comment="from and to", grants={"fluent_test_reader": "usage"}
    )


def offers(t):
    t.big_increments("id", primary_key=True)
    t.column("price", "price_range", nullable=True)
    t.column("prices", "price_multirange", nullable=True)
