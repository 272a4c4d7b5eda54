-- Rollback: 20260101000001_users_alter_column_code_contract.sql

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_be6644c677ac text;

CREATE FUNCTION _fl_7c062cd8877c() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT code INTO NEW._fl_be6644c677ac FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_be6644c677ac := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_7c062cd8877c BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_7c062cd8877c();

-- Step: 2 backfill
UPDATE users SET _fl_be6644c677ac = code WHERE _fl_be6644c677ac IS NULL AND code IS NOT NULL;

-- Rollback: 20260101000000_users_alter_column_code.sql
-- Down: users.code comes back as text from what USING made of it

-- Step: 1 backfill
UPDATE users SET _fl_be6644c677ac = code WHERE _fl_be6644c677ac IS NULL AND code IS NOT NULL;

-- Step: 2 short
ALTER TABLE users ADD CONSTRAINT _fl_ef9554b778fb CHECK (_fl_be6644c677ac IS NOT NULL) NOT VALID;

-- Step: 3 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_ef9554b778fb;

-- Step: 4 long
ANALYZE users;

-- Step: 5 short
DROP TRIGGER zz_fl_7c062cd8877c ON users;

DROP FUNCTION _fl_7c062cd8877c();

ALTER TABLE users
    ALTER COLUMN code DROP DEFAULT,
    ALTER COLUMN code DROP NOT NULL;

ALTER TABLE users RENAME COLUMN code TO _fl_308310914dae;

ALTER TABLE users RENAME COLUMN _fl_be6644c677ac TO code;

ALTER TABLE users ALTER COLUMN code SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_ef9554b778fb;

ALTER TABLE users ALTER COLUMN code SET DEFAULT '1';

ALTER TABLE users DROP COLUMN _fl_308310914dae;
