-- rename_event_trigger_notes_to_all_notes
ALTER EVENT TRIGGER "All; notes" RENAME TO notes;
