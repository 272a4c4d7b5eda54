def query(db):
    return AuditEvents.query().where(AuditEvents.at > dt.datetime(2024, 1, 1, 12)).fetch(db)
