def query(db):
    return AuditEvents.table_exists(db)
