def query(db):
    return (
        AuditEvents.query()
        .where(AuditEvents.id == 1)
        .select(AuditEvents.id)
        .for_update(of=AuditEvents)
        .fetch(db)
    )
