-- users_create_trigger_touch
CREATE TRIGGER touch
    BEFORE UPDATE OF name, id ON users
    FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name)
    EXECUTE FUNCTION touch('a', 'it''s');
ALTER TABLE users ENABLE ALWAYS TRIGGER touch;
COMMENT ON TRIGGER touch ON users IS 'of names';
