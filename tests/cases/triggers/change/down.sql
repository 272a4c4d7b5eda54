-- users_alter_trigger_touch
CREATE OR REPLACE TRIGGER touch BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch();
