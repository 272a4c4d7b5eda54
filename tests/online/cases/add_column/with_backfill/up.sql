-- Migration: 20260101000000_users_add_column_shown.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_column
-- Hazard: fails where the backfill of users.shown gives NULL
-- Down: loses data in users.shown

-- Step: 1 short
ALTER TABLE users ADD COLUMN shown text;

CREATE FUNCTION _fl_83e88f1521d7() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    IF NEW.shown IS NULL THEN
        SELECT (coalesce(name, 'nobody')) INTO NEW.shown FROM (SELECT NEW.*) AS users;
    END IF;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_83e88f1521d7 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_83e88f1521d7();

-- Step: 2 backfill
UPDATE users SET shown = coalesce(name, 'nobody') WHERE shown IS NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_e84d2c7784e5 CHECK (shown IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_e84d2c7784e5;

-- Step: 5 short
ALTER TABLE users ALTER COLUMN shown SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_e84d2c7784e5;

DROP TRIGGER zz_fl_83e88f1521d7 ON users;

DROP FUNCTION _fl_83e88f1521d7();
