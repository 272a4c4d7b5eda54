-- names_create_rule_add
DROP RULE add ON names;
