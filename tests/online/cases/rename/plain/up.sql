-- Migration: 20260101000000_users_rename_column_name_to_label.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: rename_column

ALTER TABLE users RENAME COLUMN name TO label;
