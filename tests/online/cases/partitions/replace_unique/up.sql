-- Migration: 20260101000000_events_alter_unique_once.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events
-- Type: unique_change
-- Hazard: fails while events (id, email, day) holds duplicates
-- Down: fails while events (id, day) holds duplicates

-- Step: 1 short
ALTER TABLE ONLY events ADD CONSTRAINT _fl_a3571b3b75b4 UNIQUE (id, email, day);

-- Step: 2 bare
CREATE UNIQUE INDEX CONCURRENTLY events_2020_id_email_day_key ON events_2020 (id, email, day);

-- Step: 3 short
ALTER TABLE events_2020
    ADD CONSTRAINT events_2020_id_email_day_key UNIQUE USING INDEX events_2020_id_email_day_key;

ALTER INDEX _fl_a3571b3b75b4 ATTACH PARTITION events_2020_id_email_day_key;

-- Step: 4 bare
CREATE UNIQUE INDEX CONCURRENTLY events_2021_id_email_day_key ON events_2021 (id, email, day);

-- Step: 5 short
ALTER TABLE events_2021
    ADD CONSTRAINT events_2021_id_email_day_key UNIQUE USING INDEX events_2021_id_email_day_key;

ALTER INDEX _fl_a3571b3b75b4 ATTACH PARTITION events_2021_id_email_day_key;

-- Step: 6 long
DO $do$ BEGIN
    IF NOT (SELECT indisvalid FROM pg_index WHERE indexrelid = '_fl_a3571b3b75b4'::regclass) THEN
        RAISE EXCEPTION 'index "_fl_a3571b3b75b4" is not whole' USING HINT = 'a partition of events that the schema files do not declare lacks it: create it there CONCURRENTLY, attach it with ALTER INDEX ... ATTACH PARTITION, and run this again';
    END IF;
END $do$;

-- Step: 7 short
ALTER TABLE events DROP CONSTRAINT once;

ALTER TABLE events RENAME CONSTRAINT _fl_a3571b3b75b4 TO once;
