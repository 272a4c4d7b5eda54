def query(db):
    return Profiles.upsert(db, Profiles.CreateInput(customer_id=1, bio="x"))
