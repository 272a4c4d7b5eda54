-- alter_event_trigger_notes
ALTER EVENT TRIGGER notes DISABLE;
COMMENT ON EVENT TRIGGER notes IS 'old';
