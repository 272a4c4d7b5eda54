-- Migration: 20260101000000_users_alter_column_code.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Down: fails where users.code is longer than 10 characters

-- Step: 1 short
ALTER TABLE users DROP CONSTRAINT short;

ALTER TABLE users
    ALTER COLUMN code DROP DEFAULT,
    ALTER COLUMN code TYPE character varying(20),
    ALTER COLUMN code SET DEFAULT 'a';

ALTER TABLE users ADD CONSTRAINT short CHECK (length(code) < 9) NOT VALID;

-- Step: 2 long
ALTER TABLE users VALIDATE CONSTRAINT short;
