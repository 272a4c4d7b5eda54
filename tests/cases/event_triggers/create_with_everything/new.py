def define(db):
    db.function("note", returns="event_trigger", language="plpgsql", body="BEGIN NULL; END")
    db.event_trigger(
        "notes",
        "sql_drop",
        "note",
        tags=["DROP TABLE", "drop view"],
        enabled="always",
        comment="what goes",
    )
