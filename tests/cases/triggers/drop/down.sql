-- users_drop_trigger_touch
CREATE TRIGGER touch BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE users DISABLE TRIGGER touch;
COMMENT ON TRIGGER touch ON users IS 'old';
