def query(db):
    return (
        Orders.query().join(Orders.customer).with_deleted().order_by(Orders.id).pluck(db, Orders.id)
    )
