def query(db):
    return Labels.insert_many_and_return(
        db, [Labels.CreateInput(name="x"), Labels.CreateInput(name="y")]
    )
