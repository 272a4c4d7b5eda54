-- Migration: 20260101000000_users_add_column_bio.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_column
-- Down: loses data in users.bio

ALTER TABLE users ADD COLUMN bio text;
