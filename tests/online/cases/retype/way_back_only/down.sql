-- Rollback: 20260101000001_users_add_index_by_name.sql

-- Step: 1 bare
DROP INDEX CONCURRENTLY by_name;

-- Rollback: 20260101000000_users_alter_column_name.sql
-- Down: fails where users.name is longer than 20 characters

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_3868aa12017a character varying(20);

CREATE FUNCTION _fl_12d91a1b2ff6() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT name INTO NEW._fl_3868aa12017a FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_12d91a1b2ff6 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_12d91a1b2ff6();

-- Step: 2 backfill
UPDATE users SET _fl_3868aa12017a = name WHERE _fl_3868aa12017a IS NULL AND name IS NOT NULL;

-- Step: 3 long
ANALYZE users;

-- Step: 4 short
DROP TRIGGER zz_fl_12d91a1b2ff6 ON users;

DROP FUNCTION _fl_12d91a1b2ff6();

ALTER TABLE users RENAME COLUMN name TO _fl_662e60e1a271;

ALTER TABLE users RENAME COLUMN _fl_3868aa12017a TO name;

ALTER TABLE users DROP COLUMN _fl_662e60e1a271;
