-- drop_event_trigger_notes
DROP EVENT TRIGGER notes;
