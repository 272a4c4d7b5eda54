def query(db):
    return (
        Orders.query()
        .order_by(Orders.id)
        .select(
            Orders.id,
            row_number().over(partition_by=[Orders.customer_id], order_by=[Orders.placed_at]),
        )
        .fetch(db)
    )
