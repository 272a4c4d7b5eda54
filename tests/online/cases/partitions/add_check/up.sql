-- Migration: 20260101000000_events_add_check_positive.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events
-- Type: add_check
-- Hazard: fails while rows of events violate positive

-- Step: 1 short
ALTER TABLE events ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;

-- Step: 2 long
ALTER TABLE events VALIDATE CONSTRAINT positive;
