-- create_function_note
CREATE FUNCTION note()
RETURNS event_trigger
LANGUAGE plpgsql
AS $$BEGIN NULL; END$$;

-- create_event_trigger_notes
CREATE EVENT TRIGGER notes ON sql_drop
    WHEN TAG IN ('DROP TABLE', 'DROP VIEW')
    EXECUTE FUNCTION note();
ALTER EVENT TRIGGER notes ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER notes IS 'what goes';
