def query(db):
    return Labels.upsert(
        db, Labels.CreateInput(name="gift"), on="labels_name_key", update=[Labels.name]
    )
