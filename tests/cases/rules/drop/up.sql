-- users_drop_rule_keep
DROP RULE keep ON users;
