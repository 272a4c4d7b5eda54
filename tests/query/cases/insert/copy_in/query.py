def query(db):
    return Customers.copy_in(
        db,
        [
            Customers.CreateInput(id=10, email="x\ty", name="\\N", settings={"a": "\n"}),
            Customers.CreateInput(id=11, email="z", name="", settings=None),
        ],
    )
