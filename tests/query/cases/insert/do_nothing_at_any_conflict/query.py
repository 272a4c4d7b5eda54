def query(db):
    return Labels.insert_query(Labels.CreateInput(name="gift")).do_nothing().fetch(db)
