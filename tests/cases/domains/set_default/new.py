def define(db):
    db.domain("quantity", "integer", default=1)
