def query(db):
    return Products.insert_and_return(
        db, Products.CreateInput(name="n", code="c", price=Decimal(1), state=ProductsState.GONE)
    )
