-- users_rename_rule_keep_to_hold
ALTER RULE keep ON users RENAME TO hold;

-- users_alter_rule_hold
ALTER TABLE users DISABLE RULE hold;
COMMENT ON RULE hold ON users IS 'new';
