-- Migration: 20260101000000_users_add_exclusion_apart.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_exclusion
-- Blocking: nobody works on Sundays
-- Hazard: fails while rows of users exclude each other by apart

ALTER TABLE users ADD CONSTRAINT apart EXCLUDE USING gist (during WITH &&);
