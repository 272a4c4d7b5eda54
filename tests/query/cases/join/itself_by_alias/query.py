def query(db):
    return (
        Employees.query()
        .join(boss, Employees.boss_id == boss.id)
        .order_by(Employees.id)
        .select(Employees.name, boss.name)
        .fetch(db)
    )
