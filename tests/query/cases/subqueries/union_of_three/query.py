def query(db):
    return (
        select(literal(1).label("n"))
        .union(select(literal(2).label("n")))
        .union(select(literal(3).label("n")))
        .fetch(db)
    )
