-- Rollback: 20260101000001_users_alter_column_data_contract.sql

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_0c91b5c2fcdf json;

CREATE FUNCTION _fl_b1c491739eb2() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT data INTO NEW._fl_0c91b5c2fcdf FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_0c91b5c2fcdf := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_b1c491739eb2 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_b1c491739eb2();

-- Step: 2 backfill
UPDATE users SET _fl_0c91b5c2fcdf = data WHERE _fl_0c91b5c2fcdf IS NULL AND data IS NOT NULL;

-- Rollback: 20260101000000_users_alter_column_data.sql
-- Down: users.data comes back as json from what jsonb kept of it

-- Step: 1 backfill
UPDATE users SET _fl_0c91b5c2fcdf = data WHERE _fl_0c91b5c2fcdf IS NULL AND data IS NOT NULL;

-- Step: 2 long
ANALYZE users;

-- Step: 3 short
DROP TRIGGER zz_fl_b1c491739eb2 ON users;

DROP FUNCTION _fl_b1c491739eb2();

ALTER TABLE users RENAME COLUMN data TO _fl_1344b3bde928;

ALTER TABLE users RENAME COLUMN _fl_0c91b5c2fcdf TO data;

ALTER TABLE users DROP COLUMN _fl_1344b3bde928;
