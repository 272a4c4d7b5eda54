-- Migration: 20260101000000_users_add_fk_fk_team.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_foreign_key
-- Hazard: fails while users.team_id holds keys that teams lacks

-- Step: 1 short
ALTER TABLE users
    ADD CONSTRAINT fk_users_fk_team FOREIGN KEY (team_id) REFERENCES teams (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION NOT VALID;

-- Step: 2 long
ALTER TABLE users VALIDATE CONSTRAINT fk_users_fk_team;
