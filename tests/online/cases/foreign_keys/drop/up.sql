-- Migration: 20260101000000_users_drop_fk_fk_team.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: drop_foreign_key
-- Down: fails while users.team_id holds keys that teams lacks

ALTER TABLE users DROP CONSTRAINT fk_users_fk_team;
