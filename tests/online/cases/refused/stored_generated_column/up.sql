-- Migration: 20260101000000_users_add_column_double.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_column
-- Blocking: small
-- Hazard: fails where the expression of users.double is NULL
-- Hazard: rewrites users under an exclusive lock

ALTER TABLE users ADD COLUMN double integer NOT NULL GENERATED ALWAYS AS (n * 2) STORED;
