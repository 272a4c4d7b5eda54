-- Rollback: 20260101000000_alter_users.sql

ALTER TABLE users SET LOGGED;
