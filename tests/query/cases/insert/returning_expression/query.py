def query(db):
    return Labels.insert_query(Labels.CreateInput(name="x")).returning(upper(Labels.name)).fetch(db)
