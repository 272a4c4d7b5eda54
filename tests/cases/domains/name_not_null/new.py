def define(db):
    db.domain("quantity", "integer", not_null="known quantity")
    db.domain(
        "price",
        "numeric(12,2)",
        not_null={"name": "price_known", "comment": "nothing is free"},
    )
