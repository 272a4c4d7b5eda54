-- names_create_rule_add
CREATE RULE add AS
ON INSERT TO names DO INSTEAD INSERT INTO users (name) VALUES (NEW.name);
