-- Migration: 20260101000000_users_add_unique_email.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_unique
-- Hazard: fails while users.email holds duplicates

-- Step: 1 bare
CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);

-- Step: 2 short
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;
