-- Migration: 20260101000000_users_alter_column_data.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Hazard: may change values of users.data on the way to jsonb
-- Down: users.data comes back as json from what jsonb kept of it

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_1344b3bde928 jsonb;

CREATE FUNCTION _fl_c746f70673ab() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT data INTO NEW._fl_1344b3bde928 FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_c746f70673ab BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_c746f70673ab();

-- Step: 2 backfill
UPDATE users SET _fl_1344b3bde928 = data WHERE _fl_1344b3bde928 IS NULL AND data IS NOT NULL;

-- Step: 3 long
ANALYZE users;

-- Step: 4 short
DROP TRIGGER zz_fl_c746f70673ab ON users;

DROP FUNCTION _fl_c746f70673ab();

ALTER TABLE users RENAME COLUMN data TO _fl_0c91b5c2fcdf;

ALTER TABLE users RENAME COLUMN _fl_1344b3bde928 TO data;

CREATE FUNCTION _fl_b1c491739eb2() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT data INTO NEW._fl_0c91b5c2fcdf FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_0c91b5c2fcdf := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_b1c491739eb2 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_b1c491739eb2();

-- Migration: 20260101000001_users_alter_column_data_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: contract
-- Parent: 20260101000000_users_alter_column_data.sql
-- Contract: 20260101000000_users_alter_column_data.sql

-- Step: 1 short
DROP TRIGGER zz_fl_b1c491739eb2 ON users;

DROP FUNCTION _fl_b1c491739eb2();

ALTER TABLE users DROP COLUMN _fl_0c91b5c2fcdf;
