-- Migration: 20260101000000_alter_users.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_table
-- Blocking: a table of caches
-- Hazard: loses every row of users when the server crashes
-- Hazard: rewrites users under an exclusive lock

ALTER TABLE users SET UNLOGGED;
