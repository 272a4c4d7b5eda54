-- Migration: 20260101000000_users_add_column_shown.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_column
-- Down: loses data in users.shown

-- Step: 1 short
ALTER TABLE users ADD COLUMN shown text;

ALTER TABLE users ALTER COLUMN shown SET DEFAULT '?';

-- Step: 2 backfill
UPDATE users SET shown = email WHERE shown IS NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_e84d2c7784e5 CHECK (shown IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_e84d2c7784e5;

-- Step: 5 short
ALTER TABLE users ALTER COLUMN shown SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_e84d2c7784e5;
