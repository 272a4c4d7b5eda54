def query(db):
    return OrderLines.upsert_and_return(
        db, OrderLines.CreateInput(order_id=1, position=1, product_id=1, quantity=7)
    )
