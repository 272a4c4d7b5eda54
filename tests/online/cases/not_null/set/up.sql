-- Migration: 20260101000000_users_alter_column_name.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Hazard: fails while users.name holds NULL

-- Step: 1 short
ALTER TABLE users ADD CONSTRAINT _fl_79d86ccd327b CHECK (name IS NOT NULL) NOT VALID;

-- Step: 2 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_79d86ccd327b;

-- Step: 3 short
ALTER TABLE users ALTER COLUMN name SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_79d86ccd327b;
