-- Migration: 20260101000000_users_add_column_bio.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_column
-- Down: loses data in users.bio

-- Step: 1 short
ALTER TABLE users ADD COLUMN bio text;

-- Step: 2 bare
CREATE UNIQUE INDEX CONCURRENTLY users_bio_key ON users (bio);

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT users_bio_key UNIQUE USING INDEX users_bio_key;
