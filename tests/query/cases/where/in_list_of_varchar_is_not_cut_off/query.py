def query(db):
    return (
        Products.query()
        .where(Products.code.in_(["TEA-1", "a code longer than the column"]))
        .pluck(db, Products.id)
    )
