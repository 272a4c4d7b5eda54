-- Migration: 20260101000000_events_alter_column_team_id.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events
-- Type: alter_column
-- Hazard: fails while events.team_id holds NULL

-- Step: 1 short
ALTER TABLE events ADD CONSTRAINT _fl_d69db6e6d83c CHECK (team_id IS NOT NULL) NOT VALID;

-- Step: 2 long
ALTER TABLE events VALIDATE CONSTRAINT _fl_d69db6e6d83c;

-- Step: 3 short
ALTER TABLE events ALTER COLUMN team_id SET NOT NULL;

ALTER TABLE events DROP CONSTRAINT _fl_d69db6e6d83c;
