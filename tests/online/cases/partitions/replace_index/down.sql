-- Rollback: 20260101000000_events_alter_index_by_email.sql

-- Step: 1 short
CREATE INDEX _fl_7d4c4c8a44b4 ON ONLY events (email);

-- Step: 2 bare
CREATE INDEX CONCURRENTLY events_2020_email_idx ON events_2020 (email);

-- Step: 3 short
ALTER INDEX _fl_7d4c4c8a44b4 ATTACH PARTITION events_2020_email_idx;

-- Step: 4 bare
CREATE INDEX CONCURRENTLY events_2021_email_idx ON events_2021 (email);

-- Step: 5 short
ALTER INDEX _fl_7d4c4c8a44b4 ATTACH PARTITION events_2021_email_idx;

-- Step: 6 long
DO $do$ BEGIN
    IF NOT (SELECT indisvalid FROM pg_index WHERE indexrelid = '_fl_7d4c4c8a44b4'::regclass) THEN
        RAISE EXCEPTION 'index "_fl_7d4c4c8a44b4" is not whole' USING HINT = 'a partition of events that the schema files do not declare lacks it: create it there CONCURRENTLY, attach it with ALTER INDEX ... ATTACH PARTITION, and run this again';
    END IF;
END $do$;

-- Step: 7 short
DROP INDEX by_email;

ALTER INDEX _fl_7d4c4c8a44b4 RENAME TO by_email;
