def query(db):
    return Select(Orders.query().where(Orders.status == "open").cte("o", materialized=True)).count(
        db
    )
