def query(db):
    return boss.query().where(boss.staff.any(Employees.name == "Wim")).fetch(db)
