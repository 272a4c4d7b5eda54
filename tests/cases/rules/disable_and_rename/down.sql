-- users_alter_rule_hold
ALTER TABLE users ENABLE RULE hold;
COMMENT ON RULE hold ON users IS NULL;

-- users_rename_rule_keep_to_hold
ALTER RULE hold ON users RENAME TO keep;
