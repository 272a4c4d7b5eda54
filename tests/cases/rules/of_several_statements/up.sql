-- users_create_rule_log
CREATE RULE log AS
ON UPDATE TO users DO ALSO (
    INSERT INTO changes (what) VALUES (OLD.name);
    INSERT INTO changes (what) VALUES (NEW.name)
);
