def query(db):
    return select(literal(1), literal("a"), now() == now()).fetch(db)
