-- Migration: 20260101000000_users_alter_column_name.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Down: fails where users.name is longer than 20 characters

ALTER TABLE users ALTER COLUMN name TYPE text;

-- Migration: 20260101000001_users_add_index_by_name.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: add_index
-- Parent: 20260101000000_users_alter_column_name.sql

-- Step: 1 bare
CREATE INDEX CONCURRENTLY by_name ON users (name);
