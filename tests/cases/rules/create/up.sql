-- users_create_rule_keep
CREATE RULE keep AS
ON DELETE TO users DO INSTEAD NOTHING;
ALTER TABLE users ENABLE ALWAYS RULE keep;
COMMENT ON RULE keep ON users IS 'nobody goes';
