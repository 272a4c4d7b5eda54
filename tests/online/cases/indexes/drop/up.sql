-- Migration: 20260101000000_users_drop_index_by_email.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: drop_index

-- Step: 1 bare
DROP INDEX CONCURRENTLY by_email;
