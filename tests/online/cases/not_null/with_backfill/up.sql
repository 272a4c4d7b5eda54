-- Migration: 20260101000000_users_alter_column_name.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Hazard: fails where the backfill of users.name gives NULL
-- Down: rows that held NULL in users.name keep their backfill

-- Step: 1 short
CREATE FUNCTION _fl_d00145d02401() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    IF NEW.name IS NULL THEN
        SELECT ('none of ' || users.n) INTO NEW.name FROM (SELECT NEW.*) AS users;
    END IF;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_d00145d02401 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_d00145d02401();

-- Step: 2 backfill
UPDATE users SET name = ('none of ' || users.n) WHERE name IS NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_79d86ccd327b CHECK (name IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_79d86ccd327b;

-- Step: 5 short
ALTER TABLE users ALTER COLUMN name SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_79d86ccd327b;

DROP TRIGGER zz_fl_d00145d02401 ON users;

DROP FUNCTION _fl_d00145d02401();
