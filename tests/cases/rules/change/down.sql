-- users_alter_rule_keep
CREATE OR REPLACE RULE keep AS
ON DELETE TO users WHERE OLD.id < 5 DO INSTEAD NOTHING;
