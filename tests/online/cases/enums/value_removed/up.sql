-- Migration: 20260101000000_alter_enum_users_state.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users_state
-- Type: alter_enum
-- Hazard: fails while users.state holds 'c'

-- Step: 1 long
DO $do$ BEGIN
    IF EXISTS (SELECT FROM users WHERE state IN ('c')) THEN
        RAISE EXCEPTION 'users.state holds ''c'''
            USING HINT = 'give these rows another value: SELECT * FROM users WHERE state IN (''c'')';
    END IF;
END $do$;

-- Step: 2 short
CREATE TYPE _fl_742722e8988c AS ENUM ('a', 'b');

ALTER TABLE users ADD COLUMN _fl_7b8f135dbf55 _fl_742722e8988c;

CREATE FUNCTION _fl_8f5dd4e3f275() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT (state::text::_fl_742722e8988c) INTO NEW._fl_7b8f135dbf55 FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_8f5dd4e3f275 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_8f5dd4e3f275();

-- Step: 3 backfill
UPDATE users SET _fl_7b8f135dbf55 = (state::text::_fl_742722e8988c) WHERE _fl_7b8f135dbf55 IS NULL AND (state::text::_fl_742722e8988c) IS NOT NULL;

-- Step: 4 short
ALTER TABLE users ADD CONSTRAINT _fl_317ce201dde8 CHECK (_fl_7b8f135dbf55 IS NOT NULL) NOT VALID;

-- Step: 5 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_317ce201dde8;

-- Step: 6 long
ANALYZE users;

-- Step: 7 short
DROP TRIGGER zz_fl_8f5dd4e3f275 ON users;

DROP FUNCTION _fl_8f5dd4e3f275();

ALTER TYPE users_state RENAME TO _fl_e271cebbdaf2;

ALTER TYPE _fl_742722e8988c RENAME TO users_state;

ALTER TABLE users
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state DROP NOT NULL;

ALTER TABLE users RENAME COLUMN state TO _fl_684ac79cfd4d;

ALTER TABLE users RENAME COLUMN _fl_7b8f135dbf55 TO state;

ALTER TABLE users ALTER COLUMN state SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_317ce201dde8;

ALTER TABLE users ALTER COLUMN state SET DEFAULT 'a';

CREATE FUNCTION _fl_f2ae489151cc() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT (state::text::_fl_e271cebbdaf2) INTO NEW._fl_684ac79cfd4d FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_684ac79cfd4d := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_f2ae489151cc BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_f2ae489151cc();

-- Migration: 20260101000001_alter_enum_users_state_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users_state
-- Type: contract
-- Parent: 20260101000000_alter_enum_users_state.sql
-- Contract: 20260101000000_alter_enum_users_state.sql

-- Step: 1 short
DROP TRIGGER zz_fl_f2ae489151cc ON users;

DROP FUNCTION _fl_f2ae489151cc();

ALTER TABLE users DROP COLUMN _fl_684ac79cfd4d;

DROP TYPE _fl_e271cebbdaf2;
