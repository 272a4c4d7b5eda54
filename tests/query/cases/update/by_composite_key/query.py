def query(db):
    return OrderLines.update_and_return(db, (1, 2), OrderLines.UpdateInput(quantity=5))
