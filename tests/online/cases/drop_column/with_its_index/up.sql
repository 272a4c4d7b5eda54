-- Migration: 20260101000000_users_drop_index_by_name.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: drop_index

-- Step: 1 bare
DROP INDEX CONCURRENTLY by_name;

-- Migration: 20260101000001_users_drop_column_name.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: drop_column
-- Parent: 20260101000000_users_drop_index_by_name.sql
-- Hazard: loses data in users.name
-- Down: users.name comes back empty

ALTER TABLE users DROP COLUMN name;
