def query(db):
    return AuditEvents.query().where(AuditEvents.Kind_of == "stop").fetch(db)
