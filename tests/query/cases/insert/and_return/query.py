def query(db):
    return Labels.insert_and_return(db, Labels.CreateInput(name="x"))
