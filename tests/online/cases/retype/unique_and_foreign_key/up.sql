-- Migration: 20260101000000_users_alter_column_team_id.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Down: fails where users.team_id is out of range for integer

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_80f01d35707f bigint;

CREATE FUNCTION _fl_ec4600952029() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT team_id INTO NEW._fl_80f01d35707f FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_ec4600952029 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_ec4600952029();

-- Step: 2 backfill
UPDATE users SET _fl_80f01d35707f = team_id WHERE _fl_80f01d35707f IS NULL AND team_id IS NOT NULL;

-- Step: 3 short
ALTER TABLE users
    ADD CONSTRAINT _fl_716697bfc34c FOREIGN KEY (_fl_80f01d35707f) REFERENCES teams (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_716697bfc34c;

-- Step: 5 bare
CREATE UNIQUE INDEX CONCURRENTLY _fl_ce231d6c5204 ON users (_fl_80f01d35707f, n);

-- Step: 6 long
ANALYZE users;

-- Step: 7 short
DROP TRIGGER zz_fl_ec4600952029 ON users;

DROP FUNCTION _fl_ec4600952029();

ALTER TABLE users DROP CONSTRAINT fk_users_team;

ALTER TABLE users DROP CONSTRAINT once;

ALTER TABLE users RENAME COLUMN team_id TO _fl_3d2913203139;

ALTER TABLE users RENAME COLUMN _fl_80f01d35707f TO team_id;

ALTER TABLE users ADD CONSTRAINT once UNIQUE USING INDEX _fl_ce231d6c5204;

ALTER TABLE users RENAME CONSTRAINT _fl_716697bfc34c TO fk_users_team;

CREATE FUNCTION _fl_d557a3dc844e() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT team_id INTO NEW._fl_3d2913203139 FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_3d2913203139 := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_d557a3dc844e BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_d557a3dc844e();

-- Migration: 20260101000001_users_alter_column_team_id_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: contract
-- Parent: 20260101000000_users_alter_column_team_id.sql
-- Contract: 20260101000000_users_alter_column_team_id.sql

-- Step: 1 short
DROP TRIGGER zz_fl_d557a3dc844e ON users;

DROP FUNCTION _fl_d557a3dc844e();

ALTER TABLE users DROP COLUMN _fl_3d2913203139;
