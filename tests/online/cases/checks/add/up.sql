-- Migration: 20260101000000_users_add_check_positive.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_check
-- Hazard: fails while rows of users violate positive

-- Step: 1 short
ALTER TABLE users ADD CONSTRAINT positive CHECK (n > 0) NOT VALID;

COMMENT ON CONSTRAINT positive ON users IS 'counts';

-- Step: 2 long
ALTER TABLE users VALIDATE CONSTRAINT positive;
