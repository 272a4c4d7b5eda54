-- create_event_trigger_notes
DROP EVENT TRIGGER notes;

-- create_function_note
DROP FUNCTION note();
