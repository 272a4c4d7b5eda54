-- Migration: 20260101000000_users_alter_column_name.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Needs: PostgreSQL 18 for NOT NULL that is not validated
-- Hazard: fails while users.name holds NULL

-- Step: 1 short
ALTER TABLE users ADD CONSTRAINT users_name_not_null NOT NULL name NOT VALID;

-- Step: 2 long
ALTER TABLE users VALIDATE CONSTRAINT users_name_not_null;
