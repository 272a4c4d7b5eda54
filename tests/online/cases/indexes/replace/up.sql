-- Migration: 20260101000000_users_alter_index_by_email.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: index_change

-- Step: 1 bare
CREATE INDEX CONCURRENTLY _fl_5a93e81a4b0c ON users (email, name);

-- Step: 2 bare
DROP INDEX CONCURRENTLY by_email;

-- Step: 3 short
ALTER INDEX _fl_5a93e81a4b0c RENAME TO by_email;

COMMENT ON INDEX by_email IS 'both';
