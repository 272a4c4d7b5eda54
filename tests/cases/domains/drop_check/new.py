def define(db):
    db.domain("quantity", "integer", checks={"quantity_small": "VALUE < 9"})
