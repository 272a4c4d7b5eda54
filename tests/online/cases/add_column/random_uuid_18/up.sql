-- Migration: 20260101000000_users_add_column_token.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_column
-- Needs: PostgreSQL 18 for NOT NULL that is not validated
-- Down: loses data in users.token

-- Step: 1 short
ALTER TABLE users ADD COLUMN token uuid;

COMMENT ON COLUMN users.token IS 'secret';

ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();

-- Step: 2 backfill
UPDATE users SET token = gen_random_uuid() WHERE token IS NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT users_token_not_null NOT NULL token NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT users_token_not_null;
