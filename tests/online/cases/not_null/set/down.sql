-- Rollback: 20260101000000_users_alter_column_name.sql

ALTER TABLE users ALTER COLUMN name DROP NOT NULL;
