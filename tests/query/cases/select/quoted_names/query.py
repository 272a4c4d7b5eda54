def query(db):
    return AuditEvents.query().order_by(AuditEvents.id).fetch(db)
