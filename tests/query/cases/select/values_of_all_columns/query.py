def query(db):
    return Profiles.query().order_by(Profiles.customer_id).values().fetch(db)
