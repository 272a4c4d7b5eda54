-- Rollback: 20260101000001_alter_enum_users_state_contract.sql

-- Step: 1 short
CREATE TYPE _fl_e271cebbdaf2 AS ENUM ('a', 'b', 'c');

ALTER TABLE users ADD COLUMN _fl_684ac79cfd4d _fl_e271cebbdaf2;

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

-- Step: 2 backfill
UPDATE users SET _fl_684ac79cfd4d = (state::text::_fl_e271cebbdaf2) WHERE _fl_684ac79cfd4d IS NULL AND (state::text::_fl_e271cebbdaf2) IS NOT NULL;

-- Rollback: 20260101000000_alter_enum_users_state.sql

-- Step: 1 backfill
UPDATE users SET _fl_684ac79cfd4d = (state::text::_fl_e271cebbdaf2) WHERE _fl_684ac79cfd4d IS NULL AND (state::text::_fl_e271cebbdaf2) IS NOT NULL;

-- Step: 2 short
ALTER TABLE users ADD CONSTRAINT _fl_317ce201dde8 CHECK (_fl_684ac79cfd4d IS NOT NULL) NOT VALID;

-- Step: 3 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_317ce201dde8;

-- Step: 4 long
ANALYZE users;

-- Step: 5 short
DROP TRIGGER zz_fl_f2ae489151cc ON users;

DROP FUNCTION _fl_f2ae489151cc();

ALTER TYPE users_state RENAME TO _fl_742722e8988c;

ALTER TYPE _fl_e271cebbdaf2 RENAME TO users_state;

ALTER TABLE users
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state DROP NOT NULL;

ALTER TABLE users RENAME COLUMN state TO _fl_7b8f135dbf55;

ALTER TABLE users RENAME COLUMN _fl_684ac79cfd4d TO state;

ALTER TABLE users ALTER COLUMN state SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_317ce201dde8;

ALTER TABLE users ALTER COLUMN state SET DEFAULT 'a';

ALTER TABLE users DROP COLUMN _fl_7b8f135dbf55;

DROP TYPE _fl_742722e8988c;
