-- Migration: 20260101000000_users_alter_column_code.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Down: fails where users.code is longer than 10 characters

ALTER TABLE users ALTER COLUMN code TYPE character varying(20);
