-- Migration: 20260101000000_users_add_column_shown.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_column
-- Down: loses data in users.shown

-- Step: 1 short
ALTER TABLE users ADD COLUMN shown text;

-- Step: 2 backfill
UPDATE users SET shown = email WHERE shown IS NULL;
