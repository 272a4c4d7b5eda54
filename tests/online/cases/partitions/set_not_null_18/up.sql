-- Migration: 20260101000000_events_alter_column_team_id.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events
-- Type: alter_column
-- Needs: PostgreSQL 18 for NOT NULL that is not validated
-- Hazard: fails while events.team_id holds NULL

-- Step: 1 short
ALTER TABLE events ADD CONSTRAINT events_team_id_not_null NOT NULL team_id NOT VALID;

-- Step: 2 long
ALTER TABLE events VALIDATE CONSTRAINT events_team_id_not_null;
