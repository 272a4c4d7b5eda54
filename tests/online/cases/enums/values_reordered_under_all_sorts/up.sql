-- Migration: 20260101000000_alter_enum_state.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: state
-- Type: alter_enum
-- Hazard: fails while users (state, email) holds duplicates
-- Hazard: fails while rows of users violate users_not_b
-- Down: fails while users (state, email) holds duplicates
-- Down: fails while rows of users violate users_not_b

-- Step: 1 short
CREATE TYPE _fl_7c78fb87c8e2 AS ENUM ('c', 'a', 'b');

ALTER TABLE users
    ADD COLUMN _fl_054a334b2e99 _fl_7c78fb87c8e2,
    ADD COLUMN _fl_13b02e4473a8 _fl_7c78fb87c8e2[];

CREATE FUNCTION _fl_b4628954f71f() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT (state::text::_fl_7c78fb87c8e2) INTO NEW._fl_054a334b2e99 FROM (SELECT NEW.*) AS users;
    SELECT (earlier::text[]::_fl_7c78fb87c8e2[]) INTO NEW._fl_13b02e4473a8 FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_b4628954f71f BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_b4628954f71f();

-- Step: 2 backfill
UPDATE users SET _fl_054a334b2e99 = (state::text::_fl_7c78fb87c8e2), _fl_13b02e4473a8 = (earlier::text[]::_fl_7c78fb87c8e2[]) WHERE (_fl_054a334b2e99 IS NULL AND (state::text::_fl_7c78fb87c8e2) IS NOT NULL) OR (_fl_13b02e4473a8 IS NULL AND (earlier::text[]::_fl_7c78fb87c8e2[]) IS NOT NULL);

-- Step: 3 bare
CREATE UNIQUE INDEX CONCURRENTLY _fl_499e02995b9d ON users (_fl_054a334b2e99, email);

-- Step: 4 short
ALTER TABLE users
    ADD CONSTRAINT _fl_e6a6d4fd4177 CHECK (_fl_054a334b2e99 <> 'b'::_fl_7c78fb87c8e2 OR n > 0) NOT VALID;

-- Step: 5 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_e6a6d4fd4177;

-- Step: 6 bare
CREATE INDEX CONCURRENTLY _fl_7b087e808b32 ON users (_fl_054a334b2e99, n);

-- Step: 7 bare
CREATE INDEX CONCURRENTLY _fl_44717775fe40 ON users (n) WHERE _fl_054a334b2e99 = 'a'::_fl_7c78fb87c8e2;

-- Step: 8 short
ALTER TABLE users ADD CONSTRAINT _fl_948d7dd94452 CHECK (_fl_054a334b2e99 IS NOT NULL) NOT VALID;

-- Step: 9 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_948d7dd94452;

-- Step: 10 long
ANALYZE users;

-- Step: 11 short
DROP VIEW waiting;

DROP FUNCTION first_state();

DROP TRIGGER zz_fl_b4628954f71f ON users;

DROP FUNCTION _fl_b4628954f71f();

ALTER TYPE state RENAME TO _fl_85e3d0c34879;

ALTER TYPE _fl_7c78fb87c8e2 RENAME TO state;

ALTER TABLE users DROP CONSTRAINT once;

ALTER TABLE users DROP CONSTRAINT users_not_b;

DROP INDEX users_by_state;

DROP INDEX users_of_a;

ALTER TABLE users
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state DROP NOT NULL;

ALTER TABLE users RENAME COLUMN state TO _fl_89cc79c73a8d;

ALTER TABLE users RENAME COLUMN _fl_054a334b2e99 TO state;

ALTER TABLE users ALTER COLUMN state SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_948d7dd94452;

ALTER TABLE users ALTER COLUMN state SET DEFAULT 'a';

COMMENT ON COLUMN users.state IS 'where it is';

ALTER TABLE users RENAME COLUMN earlier TO _fl_33059ebb7d92;

ALTER TABLE users RENAME COLUMN _fl_13b02e4473a8 TO earlier;

ALTER TABLE users ADD CONSTRAINT once UNIQUE USING INDEX _fl_499e02995b9d;

ALTER TABLE users RENAME CONSTRAINT _fl_e6a6d4fd4177 TO users_not_b;

ALTER INDEX _fl_7b087e808b32 RENAME TO users_by_state;

ALTER INDEX _fl_44717775fe40 RENAME TO users_of_a;

CREATE FUNCTION _fl_6b779ffa1dda() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT (state::text::_fl_85e3d0c34879) INTO NEW._fl_89cc79c73a8d FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_89cc79c73a8d := NULL;
    END;
    BEGIN
        SELECT (earlier::text[]::_fl_85e3d0c34879[]) INTO NEW._fl_33059ebb7d92 FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_33059ebb7d92 := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_6b779ffa1dda BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_6b779ffa1dda();

CREATE VIEW waiting AS
SELECT id, state FROM users WHERE state = 'a'::state;

CREATE FUNCTION first_state()
RETURNS state
LANGUAGE sql
AS $$SELECT 'a'::state$$;

-- Migration: 20260101000001_alter_enum_state_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: state
-- Type: contract
-- Parent: 20260101000000_alter_enum_state.sql
-- Contract: 20260101000000_alter_enum_state.sql

-- Step: 1 short
DROP TRIGGER zz_fl_6b779ffa1dda ON users;

DROP FUNCTION _fl_6b779ffa1dda();

ALTER TABLE users
    DROP COLUMN _fl_89cc79c73a8d,
    DROP COLUMN _fl_33059ebb7d92;

DROP TYPE _fl_85e3d0c34879;
