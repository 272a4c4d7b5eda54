-- Migration: 20260101000000_events_add_fk_team.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events
-- Type: add_foreign_key
-- Hazard: fails while events.team_id holds keys that teams lacks

-- Step: 1 short
ALTER TABLE events_2020
    ADD CONSTRAINT fk_events_team FOREIGN KEY (team_id) REFERENCES teams (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION NOT VALID;

-- Step: 2 long
ALTER TABLE events_2020 VALIDATE CONSTRAINT fk_events_team;

-- Step: 3 short
ALTER TABLE events_2021
    ADD CONSTRAINT fk_events_team FOREIGN KEY (team_id) REFERENCES teams (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION NOT VALID;

-- Step: 4 long
ALTER TABLE events_2021 VALIDATE CONSTRAINT fk_events_team;

-- Step: 5 short
ALTER TABLE events
    ADD CONSTRAINT fk_events_team FOREIGN KEY (team_id) REFERENCES teams (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION;
