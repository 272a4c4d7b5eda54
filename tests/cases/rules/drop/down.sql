-- users_drop_rule_keep
CREATE RULE keep AS
ON DELETE TO users DO INSTEAD NOTHING;
COMMENT ON RULE keep ON users IS 'old';
