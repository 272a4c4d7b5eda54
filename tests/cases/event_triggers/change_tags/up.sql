-- alter_event_trigger_notes
DROP EVENT TRIGGER notes;
CREATE EVENT TRIGGER notes ON ddl_command_end
    WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE')
    EXECUTE FUNCTION note();
COMMENT ON EVENT TRIGGER notes IS 'kept';
