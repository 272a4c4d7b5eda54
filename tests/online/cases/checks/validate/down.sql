-- Rollback: 20260101000000_users_alter_check_rule.sql

ALTER TABLE users
    DROP CONSTRAINT rule,
    ADD CONSTRAINT rule CHECK (n > 0) NOT VALID;
