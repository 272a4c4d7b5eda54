def define(db):
    db.domain("quantity", "integer", checks={"positive": "VALUE > 0"})
    db.domain("few", "quantity", checks={"few": "VALUE < 5"})
