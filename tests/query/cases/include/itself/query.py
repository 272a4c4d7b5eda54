def query(db):
    return Employees.query().order_by(Employees.id).include(Employees.staff).fetch(db)
