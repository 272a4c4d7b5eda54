def query(db):
    return Orders.query().join(Orders.customer).pluck(db, Orders.id)
