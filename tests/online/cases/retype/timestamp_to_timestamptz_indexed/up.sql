-- Migration: 20260101000000_users_alter_column_at.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Hazard: reads users.at in the session's time zone
-- Down: reads users.at in the session's time zone

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_8de2cdd65a3a timestamp with time zone;

CREATE FUNCTION _fl_1a0ed03c0213() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT at INTO NEW._fl_8de2cdd65a3a FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_1a0ed03c0213 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_1a0ed03c0213();

-- Step: 2 backfill
UPDATE users SET _fl_8de2cdd65a3a = at WHERE _fl_8de2cdd65a3a IS NULL AND at IS NOT NULL;

-- Step: 3 bare
CREATE INDEX CONCURRENTLY _fl_cfd85d430582 ON users (_fl_8de2cdd65a3a);

-- Step: 4 long
ANALYZE users;

-- Step: 5 short
DROP TRIGGER zz_fl_1a0ed03c0213 ON users;

DROP FUNCTION _fl_1a0ed03c0213();

DROP INDEX by_at;

ALTER TABLE users RENAME COLUMN at TO _fl_93c9489438a0;

ALTER TABLE users RENAME COLUMN _fl_8de2cdd65a3a TO at;

ALTER INDEX _fl_cfd85d430582 RENAME TO by_at;

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

-- Migration: 20260101000001_users_alter_column_at_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: contract
-- Parent: 20260101000000_users_alter_column_at.sql
-- Contract: 20260101000000_users_alter_column_at.sql

-- Step: 1 short
DROP TRIGGER zz_fl_a35166097ac0 ON users;

DROP FUNCTION _fl_a35166097ac0();

ALTER TABLE users DROP COLUMN _fl_93c9489438a0;
