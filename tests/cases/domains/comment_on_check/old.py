def define(db):
    db.domain("quantity", "integer", checks={"positive": "VALUE > 0"})
