-- Migration: 20260101000000_events_alter_column_team_id.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events
-- Type: alter_column
-- Down: fails where events.team_id is out of range for integer

-- Step: 1 short
ALTER TABLE events ADD COLUMN _fl_9a88f5e9ca0f bigint;

CREATE FUNCTION _fl_48929a209951() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT team_id INTO NEW._fl_9a88f5e9ca0f FROM (SELECT NEW.*) AS events;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_48929a209951 BEFORE INSERT OR UPDATE ON events
    FOR EACH ROW EXECUTE FUNCTION _fl_48929a209951();

-- Step: 2 backfill
UPDATE events SET _fl_9a88f5e9ca0f = team_id WHERE _fl_9a88f5e9ca0f IS NULL AND team_id IS NOT NULL;

-- Step: 3 short
CREATE INDEX _fl_25e035b65d85 ON ONLY events (_fl_9a88f5e9ca0f);

-- Step: 4 bare
CREATE INDEX CONCURRENTLY events_2020__fl_9a88f5e9ca0f_idx ON events_2020 (_fl_9a88f5e9ca0f);

-- Step: 5 short
ALTER INDEX _fl_25e035b65d85 ATTACH PARTITION events_2020__fl_9a88f5e9ca0f_idx;

-- Step: 6 bare
CREATE INDEX CONCURRENTLY events_2021__fl_9a88f5e9ca0f_idx ON events_2021 (_fl_9a88f5e9ca0f);

-- Step: 7 short
ALTER INDEX _fl_25e035b65d85 ATTACH PARTITION events_2021__fl_9a88f5e9ca0f_idx;

-- Step: 8 long
DO $do$ BEGIN
    IF NOT (SELECT indisvalid FROM pg_index WHERE indexrelid = '_fl_25e035b65d85'::regclass) THEN
        RAISE EXCEPTION 'index "_fl_25e035b65d85" is not whole' USING HINT = 'a partition of events that the schema files do not declare lacks it: create it there CONCURRENTLY, attach it with ALTER INDEX ... ATTACH PARTITION, and run this again';
    END IF;
END $do$;

-- Step: 9 long
ANALYZE events;

-- Step: 10 short
DROP TRIGGER zz_fl_48929a209951 ON events;

DROP FUNCTION _fl_48929a209951();

DROP INDEX by_team;

ALTER TABLE events RENAME COLUMN team_id TO _fl_79fb5cff30ce;

ALTER TABLE events RENAME COLUMN _fl_9a88f5e9ca0f TO team_id;

ALTER INDEX _fl_25e035b65d85 RENAME TO by_team;

CREATE FUNCTION _fl_b1566f6d1f89() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT team_id INTO NEW._fl_79fb5cff30ce FROM (SELECT NEW.*) AS events;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_79fb5cff30ce := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_b1566f6d1f89 BEFORE INSERT OR UPDATE ON events
    FOR EACH ROW EXECUTE FUNCTION _fl_b1566f6d1f89();

-- Migration: 20260101000001_events_alter_column_team_id_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: events
-- Type: contract
-- Parent: 20260101000000_events_alter_column_team_id.sql
-- Contract: 20260101000000_events_alter_column_team_id.sql

-- Step: 1 short
DROP TRIGGER zz_fl_b1566f6d1f89 ON events;

DROP FUNCTION _fl_b1566f6d1f89();

ALTER TABLE events DROP COLUMN _fl_79fb5cff30ce;
