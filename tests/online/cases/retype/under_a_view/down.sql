-- Rollback: 20260101000001_users_alter_column_n_contract.sql

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_0e1ebc92a631 integer;

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

-- Step: 2 backfill
UPDATE users SET _fl_0e1ebc92a631 = n WHERE _fl_0e1ebc92a631 IS NULL AND n IS NOT NULL;

-- Rollback: 20260101000000_users_alter_column_n.sql
-- Down: fails where users.n is out of range for integer

-- Step: 1 backfill
UPDATE users SET _fl_0e1ebc92a631 = n WHERE _fl_0e1ebc92a631 IS NULL AND n IS NOT NULL;

-- Step: 2 short
ALTER TABLE users ADD CONSTRAINT _fl_def2dddc08ed CHECK (_fl_0e1ebc92a631 IS NOT NULL) NOT VALID;

-- Step: 3 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_def2dddc08ed;

-- Step: 4 long
ANALYZE users;

-- Step: 5 short
DROP VIEW people;

DROP TRIGGER zz_fl_6414e322453b ON users;

DROP FUNCTION _fl_6414e322453b();

ALTER TABLE users ALTER COLUMN n DROP NOT NULL;

ALTER TABLE users RENAME COLUMN n TO _fl_164efff549c7;

ALTER TABLE users RENAME COLUMN _fl_0e1ebc92a631 TO n;

ALTER TABLE users ALTER COLUMN n SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_def2dddc08ed;

CREATE VIEW people AS
SELECT id, n FROM users;

ALTER TABLE users DROP COLUMN _fl_164efff549c7;
