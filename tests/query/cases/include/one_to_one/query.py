def query(db):
    return Profiles.query().order_by(Profiles.customer_id).include(Profiles.customer).fetch(db)
