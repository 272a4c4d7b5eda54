-- Rollback: 20260101000002_alter_enum_users_state_contract.sql

-- Step: 1 short
CREATE TYPE _fl_6284d9ee135e AS ENUM ('a', 'b', 'c');

ALTER TABLE users ADD COLUMN _fl_4c65720a0cbf _fl_6284d9ee135e;

CREATE FUNCTION _fl_a3371620a2b8() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT (state::text::_fl_6284d9ee135e) INTO NEW._fl_4c65720a0cbf FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_4c65720a0cbf := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_a3371620a2b8 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_a3371620a2b8();

-- Step: 2 backfill
UPDATE users SET _fl_4c65720a0cbf = (state::text::_fl_6284d9ee135e) WHERE _fl_4c65720a0cbf IS NULL AND (state::text::_fl_6284d9ee135e) IS NOT NULL;

-- Rollback: 20260101000001_alter_enum_users_state.sql

-- Step: 1 backfill
UPDATE users SET _fl_4c65720a0cbf = (state::text::_fl_6284d9ee135e) WHERE _fl_4c65720a0cbf IS NULL AND (state::text::_fl_6284d9ee135e) IS NOT NULL;

-- Step: 2 short
ALTER TABLE users ADD CONSTRAINT _fl_892b216ad393 CHECK (_fl_4c65720a0cbf IS NOT NULL) NOT VALID;

-- Step: 3 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_892b216ad393;

-- Step: 4 long
ANALYZE users;

-- Step: 5 short
DROP TRIGGER zz_fl_a3371620a2b8 ON users;

DROP FUNCTION _fl_a3371620a2b8();

ALTER TYPE users_state RENAME TO _fl_6ea535403772;

ALTER TYPE _fl_6284d9ee135e RENAME TO users_state;

ALTER TABLE users
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state DROP NOT NULL;

ALTER TABLE users RENAME COLUMN state TO _fl_fac57339641c;

ALTER TABLE users RENAME COLUMN _fl_4c65720a0cbf TO state;

ALTER TABLE users ALTER COLUMN state SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_892b216ad393;

ALTER TABLE users ALTER COLUMN state SET DEFAULT 'b';

ALTER TABLE users DROP COLUMN _fl_fac57339641c;

DROP TYPE _fl_6ea535403772;

-- Rollback: 20260101000000_users_alter_column_state.sql

ALTER TABLE users ALTER COLUMN state SET DEFAULT 'c';
