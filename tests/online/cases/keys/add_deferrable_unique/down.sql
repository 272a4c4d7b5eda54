-- Rollback: 20260101000000_users_add_unique_once.sql

ALTER TABLE users DROP CONSTRAINT once;
