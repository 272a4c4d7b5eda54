def query(db):
    return Select(spending).order_by(spending.named("orders")).fetch(db)
