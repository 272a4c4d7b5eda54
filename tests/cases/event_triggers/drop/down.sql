-- drop_event_trigger_notes
CREATE EVENT TRIGGER notes ON ddl_command_start EXECUTE FUNCTION note();
ALTER EVENT TRIGGER notes DISABLE;
COMMENT ON EVENT TRIGGER notes IS 'old';
