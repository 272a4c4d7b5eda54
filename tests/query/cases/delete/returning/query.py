def query(db):
    return OrderLines.query().where(OrderLines.order_id == 1).delete_returning(db)
