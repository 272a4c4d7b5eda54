-- Rollback: 20260101000002_users_comment_status.sql

COMMENT ON COLUMN users.status IS NULL;

-- Rollback: 20260101000001_users_rename_column_state_to_status_contract.sql

-- Step: 1 short
ALTER TABLE users ADD COLUMN state text;

COMMENT ON COLUMN users.state IS '_fl_ the name before of "status", until the contract drops it';

CREATE FUNCTION _fl_2c81882961d3() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state IS NOT NULL THEN
            NEW.status := NEW.state;
        ELSE
            NEW.state := NEW.status;
        END IF;
    ELSIF NEW.status::text IS DISTINCT FROM OLD.status::text THEN
        NEW.state := NEW.status;
    ELSIF NEW.state::text IS DISTINCT FROM OLD.state::text THEN
        NEW.status := NEW.state;
    END IF;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_2c81882961d3 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_2c81882961d3();

-- Step: 2 backfill
UPDATE users SET state = status WHERE state IS NULL AND status IS NOT NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_410a36a14aa8 CHECK (state IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_410a36a14aa8;

-- Step: 5 short
ALTER TABLE users ALTER COLUMN state SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_410a36a14aa8;

-- Rollback: 20260101000000_users_rename_column_state_to_status.sql

-- Step: 1 short
DROP TRIGGER zz_fl_2c81882961d3 ON users;

DROP FUNCTION _fl_2c81882961d3();

ALTER TABLE users DROP COLUMN status;

ALTER TABLE users ALTER COLUMN state SET DEFAULT 'new';

COMMENT ON COLUMN users.state IS NULL;
