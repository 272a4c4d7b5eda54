def query(db):
    return boss.query().where(boss.name == "Zoe").fetch(db)
