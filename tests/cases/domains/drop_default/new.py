def define(db):
    db.domain("quantity", "integer")
