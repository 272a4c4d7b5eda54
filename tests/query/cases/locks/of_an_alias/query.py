def query(db):
    return boss.query().where(boss.id == 1).select(boss.id).for_update(of=[boss]).fetch(db)
