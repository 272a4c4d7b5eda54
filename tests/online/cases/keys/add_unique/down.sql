-- Rollback: 20260101000000_users_add_unique_email.sql

ALTER TABLE users DROP CONSTRAINT users_email_key;
