-- Rollback: 20260101000000_users_rename_column_name_to_label.sql

ALTER TABLE users RENAME COLUMN label TO name;
