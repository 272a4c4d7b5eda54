-- users_create_rule_log
DROP RULE log ON users;
