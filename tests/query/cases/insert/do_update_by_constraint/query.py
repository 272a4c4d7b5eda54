def query(db):
    return (
        Labels.insert_query(Labels.CreateInput(name="gift"))
        .on_conflict(constraint="labels_name_key")
        .do_update(Labels.name.to("gifts"))
        .fetch(db)
    )
