-- Rollback: 20260101000000_alter_users.sql
-- Blocking: a table of caches

ALTER TABLE users SET LOGGED;
