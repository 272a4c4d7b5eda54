-- users_create_trigger_audit
DROP TRIGGER audit ON users;
