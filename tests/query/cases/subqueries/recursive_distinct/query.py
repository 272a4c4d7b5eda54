def query(db):
    return Select(
        recursive(
            "up",
            Employees.query().where(Employees.id == 4),
            lambda up: Employees.query().join(up, up.column(Employees.boss_id) == Employees.id),
            distinct=True,
        )
    ).count(db)
