-- users_alter_trigger_touch
CREATE OR REPLACE TRIGGER touch
    AFTER INSERT OR UPDATE ON users
    FOR EACH ROW
    WHEN (NEW.id > 5)
    EXECUTE FUNCTION touch('x');
