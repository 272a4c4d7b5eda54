-- Migration: 20260101000000_users_alter_column_state.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Down: fails where users.state does not read as users_state

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_cb7b119f71c9 text;

CREATE FUNCTION _fl_86538e1d2469() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT state INTO NEW._fl_cb7b119f71c9 FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_86538e1d2469 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_86538e1d2469();

-- Step: 2 backfill
UPDATE users SET _fl_cb7b119f71c9 = state WHERE _fl_cb7b119f71c9 IS NULL AND state IS NOT NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_b9ff169f45b4 CHECK (_fl_cb7b119f71c9 IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_b9ff169f45b4;

-- Step: 5 long
ANALYZE users;

-- Step: 6 short
DROP TRIGGER zz_fl_86538e1d2469 ON users;

DROP FUNCTION _fl_86538e1d2469();

ALTER TABLE users
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state DROP NOT NULL;

ALTER TABLE users RENAME COLUMN state TO _fl_f78c2c00dc66;

ALTER TABLE users RENAME COLUMN _fl_cb7b119f71c9 TO state;

ALTER TABLE users ALTER COLUMN state SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_b9ff169f45b4;

ALTER TABLE users ALTER COLUMN state SET DEFAULT 'a';

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

-- Migration: 20260101000001_users_alter_column_state_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: contract
-- Parent: 20260101000000_users_alter_column_state.sql
-- Contract: 20260101000000_users_alter_column_state.sql

-- Step: 1 short
DROP TRIGGER zz_fl_60c95677691f ON users;

DROP FUNCTION _fl_60c95677691f();

ALTER TABLE users DROP COLUMN _fl_f78c2c00dc66;

-- Migration: 20260101000002_users_drop_column_mood.sql
-- Generated: 2026-01-01T00:00:02Z
-- Table: users
-- Type: drop_column
-- Parent: 20260101000001_users_alter_column_state_contract.sql

-- Step: 1 short
COMMENT ON COLUMN users.mood IS '_fl_ until the contract drops it';

-- Migration: 20260101000003_users_drop_column_mood_contract.sql
-- Generated: 2026-01-01T00:00:03Z
-- Table: users
-- Type: contract
-- Parent: 20260101000002_users_drop_column_mood.sql
-- Contract: 20260101000002_users_drop_column_mood.sql
-- Hazard: loses data in users.mood
-- Down: users.mood comes back empty

-- Step: 1 short
ALTER TABLE users DROP COLUMN mood;

-- Migration: 20260101000004_drop_enum_users_state.sql
-- Generated: 2026-01-01T00:00:04Z
-- Table: users_state
-- Type: drop_enum
-- Parent: 20260101000003_users_drop_column_mood_contract.sql

-- Step: 1 short
COMMENT ON TYPE users_state IS '_fl_ until the contract drops it';

-- Migration: 20260101000005_drop_enum_users_state_contract.sql
-- Generated: 2026-01-01T00:00:05Z
-- Table: users_state
-- Type: contract
-- Parent: 20260101000004_drop_enum_users_state.sql
-- Contract: 20260101000004_drop_enum_users_state.sql

-- Step: 1 short
DROP TYPE users_state;

-- Migration: 20260101000006_drop_enum_users_mood.sql
-- Generated: 2026-01-01T00:00:06Z
-- Table: users_mood
-- Type: drop_enum
-- Parent: 20260101000005_drop_enum_users_state_contract.sql

-- Step: 1 short
COMMENT ON TYPE users_mood IS '_fl_ until the contract drops it';

-- Migration: 20260101000007_drop_enum_users_mood_contract.sql
-- Generated: 2026-01-01T00:00:07Z
-- Table: users_mood
-- Type: contract
-- Parent: 20260101000006_drop_enum_users_mood.sql
-- Contract: 20260101000006_drop_enum_users_mood.sql

-- Step: 1 short
DROP TYPE users_mood;
