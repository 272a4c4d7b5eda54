def define(db):
    db.function("note", returns="event_trigger", language="plpgsql", body="BEGIN NULL; END")
    db.event_trigger("All; notes", "table_rewrite", "note()", renamed_from="notes")
