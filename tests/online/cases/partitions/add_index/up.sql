-- Migration: 20260101000000_events_add_index_by_email.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events
-- Type: add_index

-- Step: 1 short
CREATE INDEX by_email ON ONLY events (email, day);

-- Step: 2 bare
CREATE INDEX CONCURRENTLY events_2020_email_day_idx ON events_2020 (email, day);

-- Step: 3 short
ALTER INDEX by_email ATTACH PARTITION events_2020_email_day_idx;

-- Step: 4 bare
CREATE INDEX CONCURRENTLY events_2021_email_day_idx ON events_2021 (email, day);

-- Step: 5 short
ALTER INDEX by_email ATTACH PARTITION events_2021_email_day_idx;

-- Step: 6 long
DO $do$ BEGIN
    IF NOT (SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_email'::regclass) THEN
        RAISE EXCEPTION 'index "by_email" is not whole' USING HINT = 'a partition of events that the schema files do not declare lacks it: create it there CONCURRENTLY, attach it with ALTER INDEX ... ATTACH PARTITION, and run this again';
    END IF;
END $do$;

-- Step: 7 short
COMMENT ON INDEX by_email IS 'where';
