def define(db):
    db.domain("quantity", "integer", nullable=False)
    db.domain("price", "numeric(12,2)")
