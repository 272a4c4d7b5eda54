-- Migration: 20260101000000_users_alter_column_code.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Down: users.code comes back as text from what USING made of it

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_308310914dae integer;

CREATE FUNCTION _fl_b204070942b5() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT (length(users.code)) INTO NEW._fl_308310914dae FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_b204070942b5 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_b204070942b5();

-- Step: 2 backfill
UPDATE users SET _fl_308310914dae = (length(users.code)) WHERE _fl_308310914dae IS NULL AND (length(users.code)) IS NOT NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_ef9554b778fb CHECK (_fl_308310914dae IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_ef9554b778fb;

-- Step: 5 long
ANALYZE users;

-- Step: 6 short
DROP TRIGGER zz_fl_b204070942b5 ON users;

DROP FUNCTION _fl_b204070942b5();

ALTER TABLE users
    ALTER COLUMN code DROP DEFAULT,
    ALTER COLUMN code DROP NOT NULL;

ALTER TABLE users RENAME COLUMN code TO _fl_be6644c677ac;

ALTER TABLE users RENAME COLUMN _fl_308310914dae TO code;

ALTER TABLE users ALTER COLUMN code SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_ef9554b778fb;

ALTER TABLE users ALTER COLUMN code SET DEFAULT 3;

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

-- Migration: 20260101000001_users_alter_column_code_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: contract
-- Parent: 20260101000000_users_alter_column_code.sql
-- Contract: 20260101000000_users_alter_column_code.sql

-- Step: 1 short
DROP TRIGGER zz_fl_7c062cd8877c ON users;

DROP FUNCTION _fl_7c062cd8877c();

ALTER TABLE users DROP COLUMN _fl_be6644c677ac;
