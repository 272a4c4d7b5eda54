def define(db):
    db.function("note", returns="event_trigger", language="plpgsql", body="BEGIN NULL; END")
    db.event_trigger("notes", "table_rewrite", "note()")
