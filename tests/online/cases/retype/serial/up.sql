-- Migration: 20260101000000_users_alter_column_id.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_column
-- Down: fails where users.id is out of range for integer

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_f42141e8a844 bigint;

CREATE FUNCTION _fl_9b50d5fc549c() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    SELECT id INTO NEW._fl_f42141e8a844 FROM (SELECT NEW.*) AS users;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_9b50d5fc549c BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_9b50d5fc549c();

-- Step: 2 backfill
UPDATE users SET _fl_f42141e8a844 = id WHERE _fl_f42141e8a844 IS NULL AND id IS NOT NULL;

-- Step: 3 bare
CREATE UNIQUE INDEX CONCURRENTLY _fl_d639136d0aa4 ON users (_fl_f42141e8a844);

-- Step: 4 short
ALTER TABLE users ADD CONSTRAINT _fl_f16a6cf1baac CHECK (_fl_f42141e8a844 IS NOT NULL) NOT VALID;

-- Step: 5 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_f16a6cf1baac;

-- Step: 6 long
ANALYZE users;

-- Step: 7 short
DROP TRIGGER zz_fl_9b50d5fc549c ON users;

DROP FUNCTION _fl_9b50d5fc549c();

ALTER TABLE users DROP CONSTRAINT users_pkey;

ALTER TABLE users
    ALTER COLUMN id DROP DEFAULT,
    ALTER COLUMN id DROP NOT NULL;

ALTER TABLE users RENAME COLUMN id TO _fl_007765c1951b;

ALTER TABLE users RENAME COLUMN _fl_f42141e8a844 TO id;

ALTER TABLE users ALTER COLUMN id SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_f16a6cf1baac;

ALTER TABLE users ALTER COLUMN id SET DEFAULT nextval('users_id_seq'::regclass);

ALTER SEQUENCE users_id_seq OWNED BY users.id;

ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX _fl_d639136d0aa4;

CREATE FUNCTION _fl_cc5060309518() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    BEGIN
        SELECT id INTO NEW._fl_007765c1951b FROM (SELECT NEW.*) AS users;
    EXCEPTION WHEN OTHERS THEN
        NEW._fl_007765c1951b := NULL;
    END;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_cc5060309518 BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_cc5060309518();

-- Migration: 20260101000001_users_alter_column_id_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: contract
-- Parent: 20260101000000_users_alter_column_id.sql
-- Contract: 20260101000000_users_alter_column_id.sql

-- Step: 1 short
DROP TRIGGER zz_fl_cc5060309518 ON users;

DROP FUNCTION _fl_cc5060309518();

ALTER TABLE users DROP COLUMN _fl_007765c1951b;

-- Migration: 20260101000002_alter_sequence_users_id_seq.sql
-- Generated: 2026-01-01T00:00:02Z
-- Table: users_id_seq
-- Type: alter_sequence
-- Parent: 20260101000001_users_alter_column_id_contract.sql
-- Down: brings the position of users_id_seq between 1 and 2147483647

ALTER SEQUENCE users_id_seq AS bigint;
