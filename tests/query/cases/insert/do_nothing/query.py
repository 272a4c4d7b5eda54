def query(db):
    return (
        Labels.insert_query(Labels.CreateInput(name="gift"), Labels.CreateInput(name="z"))
        .on_conflict(Labels.name)
        .do_nothing()
        .returning(Labels.name)
        .fetch(db)
    )
