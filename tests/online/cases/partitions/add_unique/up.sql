-- Migration: 20260101000000_events_add_unique_id_day.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events
-- Type: add_unique
-- Hazard: fails while events (id, day) holds duplicates

-- Step: 1 short
ALTER TABLE ONLY events ADD CONSTRAINT events_id_day_key UNIQUE (id, day);

-- Step: 2 bare
CREATE UNIQUE INDEX CONCURRENTLY events_2020_id_day_key ON events_2020 (id, day);

-- Step: 3 short
ALTER TABLE events_2020
    ADD CONSTRAINT events_2020_id_day_key UNIQUE USING INDEX events_2020_id_day_key;

ALTER INDEX events_id_day_key ATTACH PARTITION events_2020_id_day_key;

-- Step: 4 bare
CREATE UNIQUE INDEX CONCURRENTLY events_2021_id_day_key ON events_2021 (id, day);

-- Step: 5 short
ALTER TABLE events_2021
    ADD CONSTRAINT events_2021_id_day_key UNIQUE USING INDEX events_2021_id_day_key;

ALTER INDEX events_id_day_key ATTACH PARTITION events_2021_id_day_key;

-- Step: 6 long
DO $do$ BEGIN
    IF NOT (SELECT indisvalid FROM pg_index WHERE indexrelid = 'events_id_day_key'::regclass) THEN
        RAISE EXCEPTION 'index "events_id_day_key" is not whole' USING HINT = 'a partition of events that the schema files do not declare lacks it: create it there CONCURRENTLY, attach it with ALTER INDEX ... ATTACH PARTITION, and run this again';
    END IF;
END $do$;
