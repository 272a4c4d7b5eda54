-- Rollback: 20260101000000_users_add_check_positive.sql

ALTER TABLE users DROP CONSTRAINT positive;
