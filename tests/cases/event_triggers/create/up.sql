-- create_event_trigger_notes
CREATE EVENT TRIGGER notes ON ddl_command_end EXECUTE FUNCTION note();
