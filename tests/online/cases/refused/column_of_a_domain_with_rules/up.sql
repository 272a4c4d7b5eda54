-- Migration: 20260101000000_users_add_column_rank.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_column
-- Blocking: small
-- Down: loses data in users.rank

ALTER TABLE users ADD COLUMN rank positive;
