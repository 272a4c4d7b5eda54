-- Migration: 20260101000000_users_add_unique_once.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_unique
-- Hazard: fails while users (email, n) holds duplicates

-- Step: 1 bare
CREATE UNIQUE INDEX CONCURRENTLY once ON users (email, n);

-- Step: 2 short
ALTER TABLE users ADD CONSTRAINT once UNIQUE USING INDEX once DEFERRABLE INITIALLY DEFERRED;

COMMENT ON CONSTRAINT once ON users IS 'once';
