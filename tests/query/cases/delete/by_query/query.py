def query(db):
    return OrderLines.query().where(OrderLines.quantity > 2).delete(db)
