-- Migration: 20260101000000_users_add_index_by_email.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_index

-- Step: 1 bare
CREATE INDEX CONCURRENTLY by_email ON users (email, n);
