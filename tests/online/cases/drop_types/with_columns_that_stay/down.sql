-- Rollback: 20260101000007_drop_enum_users_mood_contract.sql

-- Step: 1 short
CREATE TYPE users_mood AS ENUM ('x', 'y');

COMMENT ON TYPE users_mood IS '_fl_ until the contract drops it';

-- Rollback: 20260101000006_drop_enum_users_mood.sql

-- Step: 1 short
COMMENT ON TYPE users_mood IS NULL;

-- Rollback: 20260101000005_drop_enum_users_state_contract.sql

-- Step: 1 short
CREATE TYPE users_state AS ENUM ('a', 'b');

COMMENT ON TYPE users_state IS '_fl_ until the contract drops it';

-- Rollback: 20260101000004_drop_enum_users_state.sql

-- Step: 1 short
COMMENT ON TYPE users_state IS NULL;

-- Rollback: 20260101000003_users_drop_column_mood_contract.sql
-- Down: users.mood comes back empty

-- Step: 1 short
ALTER TABLE users ADD COLUMN mood users_mood;

COMMENT ON COLUMN users.mood IS '_fl_ until the contract drops it';

-- Rollback: 20260101000002_users_drop_column_mood.sql

-- Step: 1 short
COMMENT ON COLUMN users.mood IS NULL;

-- Rollback: 20260101000001_users_alter_column_state_contract.sql

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_f78c2c00dc66 users_state;

CREATE FUNCTION _fl_60c95677691f() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT (state::users_state) INTO NEW._fl_f78c2c00dc66 FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_f78c2c00dc66 := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_60c95677691f BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_60c95677691f();

-- Step: 2 backfill
UPDATE users SET _fl_f78c2c00dc66 = (state::users_state) WHERE _fl_f78c2c00dc66 IS NULL AND (state::users_state) IS NOT NULL;

-- Rollback: 20260101000000_users_alter_column_state.sql
-- Down: fails where users.state does not read as users_state

-- Step: 1 backfill
UPDATE users SET _fl_f78c2c00dc66 = (state::users_state) WHERE _fl_f78c2c00dc66 IS NULL AND (state::users_state) IS NOT NULL;

-- Step: 2 short
ALTER TABLE users ADD CONSTRAINT _fl_b9ff169f45b4 CHECK (_fl_f78c2c00dc66 IS NOT NULL) NOT VALID;

-- Step: 3 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_b9ff169f45b4;

-- Step: 4 long
ANALYZE users;

-- Step: 5 short
DROP TRIGGER zz_fl_60c95677691f ON users;

DROP FUNCTION _fl_60c95677691f();

ALTER TABLE users
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state DROP NOT NULL;

ALTER TABLE users RENAME COLUMN state TO _fl_cb7b119f71c9;

ALTER TABLE users RENAME COLUMN _fl_f78c2c00dc66 TO state;

ALTER TABLE users ALTER COLUMN state SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_b9ff169f45b4;

ALTER TABLE users ALTER COLUMN state SET DEFAULT 'a';

ALTER TABLE users DROP COLUMN _fl_cb7b119f71c9;
