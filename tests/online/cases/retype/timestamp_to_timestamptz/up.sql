-- Migration: 20260101000000_users_alter_column_at.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Hazard: reads users.at in the session's time zone
-- Down: reads users.at in the session's time zone

-- Step: 1 short
SET LOCAL TimeZone = 'UTC';

ALTER TABLE users
    ALTER COLUMN at DROP DEFAULT,
    ALTER COLUMN at TYPE timestamp with time zone,
    ALTER COLUMN at SET DEFAULT '2020-01-01';
