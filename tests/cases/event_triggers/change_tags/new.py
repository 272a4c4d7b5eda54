def define(db):
    db.function("note", returns="event_trigger", language="plpgsql", body="BEGIN NULL; END")
    db.event_trigger(
        "notes", "ddl_command_end", "note()", tags=["CREATE TABLE", "ALTER TABLE"], comment="kept"
    )
