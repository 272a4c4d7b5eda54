def query(db):
    return Labels.insert_many(db, [Labels.CreateInput(name="x"), Labels.CreateInput(name="y")])
