-- Rollback: 20260101000001_users_drop_column_name.sql
-- Down: users.name comes back empty

ALTER TABLE users ADD COLUMN name text;

-- Rollback: 20260101000000_users_drop_index_by_name.sql

-- Step: 1 bare
CREATE INDEX CONCURRENTLY by_name ON users (name);
