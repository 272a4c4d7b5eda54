-- Rollback: 20260101000001_events_alter_column_team_id_contract.sql

-- Step: 1 short
ALTER TABLE events ADD COLUMN _fl_79fb5cff30ce integer;

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

-- Step: 2 backfill
UPDATE events SET _fl_79fb5cff30ce = team_id WHERE _fl_79fb5cff30ce IS NULL AND team_id IS NOT NULL;

-- Rollback: 20260101000000_events_alter_column_team_id.sql
-- Down: fails where events.team_id is out of range for integer

-- Step: 1 backfill
UPDATE events SET _fl_79fb5cff30ce = team_id WHERE _fl_79fb5cff30ce IS NULL AND team_id IS NOT NULL;

-- Step: 2 short
CREATE INDEX _fl_25e035b65d85 ON ONLY events (_fl_79fb5cff30ce);

-- Step: 3 bare
CREATE INDEX CONCURRENTLY events_2020__fl_79fb5cff30ce_idx ON events_2020 (_fl_79fb5cff30ce);

-- Step: 4 short
ALTER INDEX _fl_25e035b65d85 ATTACH PARTITION events_2020__fl_79fb5cff30ce_idx;

-- Step: 5 bare
CREATE INDEX CONCURRENTLY events_2021__fl_79fb5cff30ce_idx ON events_2021 (_fl_79fb5cff30ce);

-- Step: 6 short
ALTER INDEX _fl_25e035b65d85 ATTACH PARTITION events_2021__fl_79fb5cff30ce_idx;

-- Step: 7 long
DO $do$ BEGIN
    IF NOT (SELECT indisvalid FROM pg_index WHERE indexrelid = '_fl_25e035b65d85'::regclass) THEN
        RAISE EXCEPTION 'index "_fl_25e035b65d85" is not whole' USING HINT = 'a partition of events that the schema files do not declare lacks it: create it there CONCURRENTLY, attach it with ALTER INDEX ... ATTACH PARTITION, and run this again';
    END IF;
END $do$;

-- Step: 8 long
ANALYZE events;

-- Step: 9 short
DROP TRIGGER zz_fl_b1566f6d1f89 ON events;

DROP FUNCTION _fl_b1566f6d1f89();

DROP INDEX by_team;

ALTER TABLE events RENAME COLUMN team_id TO _fl_9a88f5e9ca0f;

ALTER TABLE events RENAME COLUMN _fl_79fb5cff30ce TO team_id;

ALTER INDEX _fl_25e035b65d85 RENAME TO by_team;

ALTER TABLE events DROP COLUMN _fl_9a88f5e9ca0f;
