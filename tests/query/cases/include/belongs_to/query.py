def query(db):
    return Orders.query().order_by(Orders.id).include(Orders.customer).fetch(db)
