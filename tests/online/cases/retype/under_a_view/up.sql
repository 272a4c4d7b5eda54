-- Migration: 20260101000000_users_alter_column_n.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Down: fails where users.n is out of range for integer

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_164efff549c7 bigint;

CREATE FUNCTION _fl_6e25dd80045d() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT n INTO NEW._fl_164efff549c7 FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_6e25dd80045d BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_6e25dd80045d();

-- Step: 2 backfill
UPDATE users SET _fl_164efff549c7 = n WHERE _fl_164efff549c7 IS NULL AND n IS NOT NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_def2dddc08ed CHECK (_fl_164efff549c7 IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_def2dddc08ed;

-- Step: 5 long
ANALYZE users;

-- Step: 6 short
DROP VIEW people;

DROP TRIGGER zz_fl_6e25dd80045d ON users;

DROP FUNCTION _fl_6e25dd80045d();

ALTER TABLE users ALTER COLUMN n DROP NOT NULL;

ALTER TABLE users RENAME COLUMN n TO _fl_0e1ebc92a631;

ALTER TABLE users RENAME COLUMN _fl_164efff549c7 TO n;

ALTER TABLE users ALTER COLUMN n SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_def2dddc08ed;

CREATE FUNCTION _fl_6414e322453b() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT n INTO NEW._fl_0e1ebc92a631 FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_0e1ebc92a631 := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_6414e322453b BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_6414e322453b();

CREATE VIEW people AS
SELECT id, n FROM users;

-- Migration: 20260101000001_users_alter_column_n_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: contract
-- Parent: 20260101000000_users_alter_column_n.sql
-- Contract: 20260101000000_users_alter_column_n.sql

-- Step: 1 short
DROP TRIGGER zz_fl_6414e322453b ON users;

DROP FUNCTION _fl_6414e322453b();

ALTER TABLE users DROP COLUMN _fl_0e1ebc92a631;
