-- Migration: 20260101000000_users_alter_column_state.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column

ALTER TABLE users ALTER COLUMN state SET DEFAULT 'b';

-- Migration: 20260101000001_alter_enum_users_state.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users_state
-- Type: alter_enum
-- Parent: 20260101000000_users_alter_column_state.sql
-- Hazard: fails while users.state holds 'c'

-- Step: 1 long
DO $do$ BEGIN
    IF EXISTS (SELECT FROM users WHERE state IN ('c')) THEN
        RAISE EXCEPTION 'users.state holds ''c'''
            USING HINT = 'give these rows another value: SELECT * FROM users WHERE state IN (''c'')';
    END IF;
END $do$;

-- Step: 2 short
CREATE TYPE _fl_6ea535403772 AS ENUM ('a', 'b');

ALTER TABLE users ADD COLUMN _fl_fac57339641c _fl_6ea535403772;

CREATE FUNCTION _fl_ce31365ef94e() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT (state::text::_fl_6ea535403772) INTO NEW._fl_fac57339641c FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_ce31365ef94e BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_ce31365ef94e();

-- Step: 3 backfill
UPDATE users SET _fl_fac57339641c = (state::text::_fl_6ea535403772) WHERE _fl_fac57339641c IS NULL AND (state::text::_fl_6ea535403772) IS NOT NULL;

-- Step: 4 short
ALTER TABLE users ADD CONSTRAINT _fl_892b216ad393 CHECK (_fl_fac57339641c IS NOT NULL) NOT VALID;

-- Step: 5 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_892b216ad393;

-- Step: 6 long
ANALYZE users;

-- Step: 7 short
DROP TRIGGER zz_fl_ce31365ef94e ON users;

DROP FUNCTION _fl_ce31365ef94e();

ALTER TYPE users_state RENAME TO _fl_6284d9ee135e;

ALTER TYPE _fl_6ea535403772 RENAME TO users_state;

ALTER TABLE users
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state DROP NOT NULL;

ALTER TABLE users RENAME COLUMN state TO _fl_4c65720a0cbf;

ALTER TABLE users RENAME COLUMN _fl_fac57339641c TO state;

ALTER TABLE users ALTER COLUMN state SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_892b216ad393;

ALTER TABLE users ALTER COLUMN state SET DEFAULT 'b';

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

-- Migration: 20260101000002_alter_enum_users_state_contract.sql
-- Generated: 2026-01-01T00:00:02Z
-- Table: users_state
-- Type: contract
-- Parent: 20260101000001_alter_enum_users_state.sql
-- Contract: 20260101000001_alter_enum_users_state.sql

-- Step: 1 short
DROP TRIGGER zz_fl_a3371620a2b8 ON users;

DROP FUNCTION _fl_a3371620a2b8();

ALTER TABLE users DROP COLUMN _fl_4c65720a0cbf;

DROP TYPE _fl_6284d9ee135e;
