def define(db):
    db.domain("quantity", "integer", default=2)
