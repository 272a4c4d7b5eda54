-- Rollback: 20260101000000_users_alter_column_code.sql
-- Down: fails where users.code is longer than 10 characters

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_308310914dae character varying(10);

CREATE FUNCTION _fl_b204070942b5() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT code INTO NEW._fl_308310914dae FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_b204070942b5 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_b204070942b5();

-- Step: 2 backfill
UPDATE users SET _fl_308310914dae = code WHERE _fl_308310914dae IS NULL AND code IS NOT NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_42dd3cd82d1f CHECK (length(_fl_308310914dae) < 9) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_42dd3cd82d1f;

-- Step: 5 short
ALTER TABLE users ADD CONSTRAINT _fl_ef9554b778fb CHECK (_fl_308310914dae IS NOT NULL) NOT VALID;

-- Step: 6 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_ef9554b778fb;

-- Step: 7 long
ANALYZE users;

-- Step: 8 short
DROP TRIGGER zz_fl_b204070942b5 ON users;

DROP FUNCTION _fl_b204070942b5();

ALTER TABLE users DROP CONSTRAINT short;

ALTER TABLE users
    ALTER COLUMN code DROP DEFAULT,
    ALTER COLUMN code DROP NOT NULL;

ALTER TABLE users RENAME COLUMN code TO _fl_be6644c677ac;

ALTER TABLE users RENAME COLUMN _fl_308310914dae TO code;

ALTER TABLE users ALTER COLUMN code SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_ef9554b778fb;

ALTER TABLE users ALTER COLUMN code SET DEFAULT 'a';

ALTER TABLE users RENAME CONSTRAINT _fl_42dd3cd82d1f TO short;

ALTER TABLE users DROP COLUMN _fl_be6644c677ac;
