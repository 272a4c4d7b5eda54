-- Migration: 20260101000000_events_add_column_token.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events
-- Type: add_column
-- Down: loses data in events.token

-- Step: 1 short
ALTER TABLE events ADD COLUMN token uuid;

ALTER TABLE events ALTER COLUMN token SET DEFAULT gen_random_uuid();

-- Step: 2 backfill
UPDATE events SET token = gen_random_uuid() WHERE token IS NULL;

-- Step: 3 short
ALTER TABLE events ADD CONSTRAINT _fl_061d1675cc63 CHECK (token IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE events VALIDATE CONSTRAINT _fl_061d1675cc63;

-- Step: 5 short
ALTER TABLE events ALTER COLUMN token SET NOT NULL;

ALTER TABLE events DROP CONSTRAINT _fl_061d1675cc63;
