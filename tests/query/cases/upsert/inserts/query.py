def query(db):
    return Labels.upsert_and_return(db, Labels.CreateInput(name="new"))
