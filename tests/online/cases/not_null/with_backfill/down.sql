-- Rollback: 20260101000000_users_alter_column_name.sql
-- Down: rows that held NULL in users.name keep their backfill

ALTER TABLE users ALTER COLUMN name DROP NOT NULL;
