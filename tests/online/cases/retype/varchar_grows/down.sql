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

-- Step: 3 long
ANALYZE users;

-- Step: 4 short
DROP TRIGGER zz_fl_b204070942b5 ON users;

DROP FUNCTION _fl_b204070942b5();

ALTER TABLE users RENAME COLUMN code TO _fl_be6644c677ac;

ALTER TABLE users RENAME COLUMN _fl_308310914dae TO code;

ALTER TABLE users DROP COLUMN _fl_be6644c677ac;
