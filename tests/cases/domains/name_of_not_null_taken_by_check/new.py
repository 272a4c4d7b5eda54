def define(db):
    db.domain("quantity", "integer", not_null="sane")
