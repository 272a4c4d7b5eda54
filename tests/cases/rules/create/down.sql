-- users_create_rule_keep
DROP RULE keep ON users;
