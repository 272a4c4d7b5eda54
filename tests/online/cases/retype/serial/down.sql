-- Rollback: 20260101000002_alter_sequence_users_id_seq.sql
-- Down: brings the position of users_id_seq between 1 and 2147483647

SELECT setval('users_id_seq', least(last_value, 2147483647), is_called AND last_value BETWEEN 1 AND 2147483647) FROM users_id_seq;

ALTER SEQUENCE users_id_seq AS integer;

-- Rollback: 20260101000001_users_alter_column_id_contract.sql

-- Step: 1 short
ALTER TABLE users ADD COLUMN _fl_007765c1951b integer;

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

-- Step: 2 backfill
UPDATE users SET _fl_007765c1951b = id WHERE _fl_007765c1951b IS NULL AND id IS NOT NULL;

-- Rollback: 20260101000000_users_alter_column_id.sql
-- Down: fails where users.id is out of range for integer

-- Step: 1 backfill
UPDATE users SET _fl_007765c1951b = id WHERE _fl_007765c1951b IS NULL AND id IS NOT NULL;

-- Step: 2 bare
CREATE UNIQUE INDEX CONCURRENTLY _fl_d639136d0aa4 ON users (_fl_007765c1951b);

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_f16a6cf1baac CHECK (_fl_007765c1951b IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_f16a6cf1baac;

-- Step: 5 long
ANALYZE users;

-- Step: 6 short
DROP TRIGGER zz_fl_cc5060309518 ON users;

DROP FUNCTION _fl_cc5060309518();

ALTER TABLE users DROP CONSTRAINT users_pkey;

ALTER TABLE users
    ALTER COLUMN id DROP DEFAULT,
    ALTER COLUMN id DROP NOT NULL;

ALTER TABLE users RENAME COLUMN id TO _fl_f42141e8a844;

ALTER TABLE users RENAME COLUMN _fl_007765c1951b TO id;

ALTER TABLE users ALTER COLUMN id SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_f16a6cf1baac;

ALTER TABLE users ALTER COLUMN id SET DEFAULT nextval('users_id_seq'::regclass);

ALTER SEQUENCE users_id_seq OWNED BY users.id;

ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX _fl_d639136d0aa4;

ALTER TABLE users DROP COLUMN _fl_f42141e8a844;
