def query(db):
    return OrderLines.insert(
        db, OrderLines.CreateInput(order_id=1, position=9, product_id=1, quantity=1)
    )
