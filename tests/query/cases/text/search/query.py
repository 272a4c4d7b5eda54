def query(db):
    return (
        Products.query().where(Products.name.search("tea -cup", "english")).pluck(db, Products.id)
    )
