def query(db):
    return Employees.query().order_by(Employees.id).include(Employees.boss).fetch(db)
