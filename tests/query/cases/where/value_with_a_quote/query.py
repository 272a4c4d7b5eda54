def query(db):
    return (
        Customers.query().where(Customers.name == "O'Neil \" ; DROP TABLE customers; --").fetch(db)
    )
