def define(db):
    db.domain(
        "quantity",
        "integer",
        checks={"quantity_positive": "VALUE > 0", "quantity_small": "VALUE < 9"},
    )
