-- alter_event_trigger_notes
ALTER EVENT TRIGGER notes ENABLE REPLICA;
COMMENT ON EVENT TRIGGER notes IS 'new';
