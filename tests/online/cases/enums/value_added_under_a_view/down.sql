-- Rollback: 20260101000000_alter_enum_state.sql
-- Down: fails while users.state holds 'x'

-- Step: 1 long
DO $do$ BEGIN
    IF EXISTS (SELECT FROM users WHERE state IN ('x')) THEN
        RAISE EXCEPTION 'users.state holds ''x'''
            USING HINT = 'give these rows another value: SELECT * FROM users WHERE state IN (''x'')';
    END IF;
END $do$;

-- Step: 2 short
CREATE TYPE _fl_7c78fb87c8e2 AS ENUM ('a', 'b');

ALTER TABLE users ADD COLUMN _fl_054a334b2e99 _fl_7c78fb87c8e2;

CREATE FUNCTION _fl_b4628954f71f() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT (state::text::_fl_7c78fb87c8e2) INTO NEW._fl_054a334b2e99 FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_b4628954f71f BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_b4628954f71f();

-- Step: 3 backfill
UPDATE users SET _fl_054a334b2e99 = (state::text::_fl_7c78fb87c8e2) WHERE _fl_054a334b2e99 IS NULL AND (state::text::_fl_7c78fb87c8e2) IS NOT NULL;

-- Step: 4 long
ANALYZE users;

-- Step: 5 short
DROP VIEW waiting;

DROP TRIGGER zz_fl_b4628954f71f ON users;

DROP FUNCTION _fl_b4628954f71f();

ALTER TYPE state RENAME TO _fl_85e3d0c34879;

ALTER TYPE _fl_7c78fb87c8e2 RENAME TO state;

ALTER TABLE users RENAME COLUMN state TO _fl_89cc79c73a8d;

ALTER TABLE users RENAME COLUMN _fl_054a334b2e99 TO state;

CREATE VIEW waiting AS
SELECT id, state FROM users WHERE state = 'a'::state;

ALTER TABLE users DROP COLUMN _fl_89cc79c73a8d;

DROP TYPE _fl_85e3d0c34879;
