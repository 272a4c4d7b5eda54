def query(db):
    return (
        Employees.query()
        .full_join(alias(Employees, "boss"), alias(Employees, "boss").id == Employees.boss_id)
        .count(db)
    )
