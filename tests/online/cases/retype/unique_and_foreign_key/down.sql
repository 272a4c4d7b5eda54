-- Rollback: 20260101000001_users_alter_column_team_id_contract.sql

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_3d2913203139 integer;

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

-- Step: 2 backfill
UPDATE users SET _fl_3d2913203139 = team_id WHERE _fl_3d2913203139 IS NULL AND team_id IS NOT NULL;

-- Rollback: 20260101000000_users_alter_column_team_id.sql
-- Down: fails where users.team_id is out of range for integer

-- Step: 1 backfill
UPDATE users SET _fl_3d2913203139 = team_id WHERE _fl_3d2913203139 IS NULL AND team_id IS NOT NULL;

-- Step: 2 short
ALTER TABLE users
    ADD CONSTRAINT _fl_716697bfc34c FOREIGN KEY (_fl_3d2913203139) REFERENCES teams (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION NOT VALID;

-- Step: 3 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_716697bfc34c;

-- Step: 4 bare
CREATE UNIQUE INDEX CONCURRENTLY _fl_ce231d6c5204 ON users (_fl_3d2913203139, n);

-- Step: 5 long
ANALYZE users;

-- Step: 6 short
DROP TRIGGER zz_fl_d557a3dc844e ON users;

DROP FUNCTION _fl_d557a3dc844e();

ALTER TABLE users DROP CONSTRAINT fk_users_team;

ALTER TABLE users DROP CONSTRAINT once;

ALTER TABLE users RENAME COLUMN team_id TO _fl_80f01d35707f;

ALTER TABLE users RENAME COLUMN _fl_3d2913203139 TO team_id;

ALTER TABLE users ADD CONSTRAINT once UNIQUE USING INDEX _fl_ce231d6c5204;

ALTER TABLE users RENAME CONSTRAINT _fl_716697bfc34c TO fk_users_team;

ALTER TABLE users DROP COLUMN _fl_80f01d35707f;
