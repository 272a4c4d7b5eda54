def define(db):
    db.domain("quantity", "integer", nullable=False)
