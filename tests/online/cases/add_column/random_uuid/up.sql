-- Migration: 20260101000000_users_add_column_token.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_column
-- Hazard: fails while users.token holds duplicates
-- Down: loses data in users.token

-- Step: 1 short
ALTER TABLE users ADD COLUMN token uuid;

ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();

-- Step: 2 backfill
UPDATE users SET token = gen_random_uuid() WHERE token IS NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_f7adde3a8019 CHECK (token IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_f7adde3a8019;

-- Step: 5 short
ALTER TABLE users ALTER COLUMN token SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_f7adde3a8019;

-- Step: 6 bare
CREATE UNIQUE INDEX CONCURRENTLY users_token_key ON users (token);

-- Step: 7 short
ALTER TABLE users ADD CONSTRAINT users_token_key UNIQUE USING INDEX users_token_key;
