-- Rollback: 20260101000001_users_alter_column_at_contract.sql

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_93c9489438a0 timestamp without time zone;

CREATE FUNCTION _fl_a35166097ac0() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT at INTO NEW._fl_93c9489438a0 FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_93c9489438a0 := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_a35166097ac0 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_a35166097ac0();

-- Step: 2 backfill
UPDATE users SET _fl_93c9489438a0 = at WHERE _fl_93c9489438a0 IS NULL AND at IS NOT NULL;

-- Rollback: 20260101000000_users_alter_column_at.sql
-- Down: reads users.at in the session's time zone

-- Step: 1 backfill
UPDATE users SET _fl_93c9489438a0 = at WHERE _fl_93c9489438a0 IS NULL AND at IS NOT NULL;

-- Step: 2 bare
CREATE INDEX CONCURRENTLY _fl_cfd85d430582 ON users (_fl_93c9489438a0);

-- Step: 3 long
ANALYZE users;

-- Step: 4 short
DROP TRIGGER zz_fl_a35166097ac0 ON users;

DROP FUNCTION _fl_a35166097ac0();

DROP INDEX by_at;

ALTER TABLE users RENAME COLUMN at TO _fl_8de2cdd65a3a;

ALTER TABLE users RENAME COLUMN _fl_93c9489438a0 TO at;

ALTER INDEX _fl_cfd85d430582 RENAME TO by_at;

ALTER TABLE users DROP COLUMN _fl_8de2cdd65a3a;
