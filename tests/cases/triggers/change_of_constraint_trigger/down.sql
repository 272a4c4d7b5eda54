-- users_alter_trigger_audit
DROP TRIGGER audit ON users;
CREATE CONSTRAINT TRIGGER audit AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION audit();
