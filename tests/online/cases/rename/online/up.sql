-- Migration: 20260101000000_users_rename_column_name_to_label.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: rename_column

-- Step: 1 short
ALTER TABLE users ADD COLUMN label text;

CREATE FUNCTION _fl_1362dbe5e69f() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.name IS NOT NULL THEN
            NEW.label := NEW.name;
        ELSE
            NEW.name := NEW.label;
        END IF;
    ELSIF NEW.label::text IS DISTINCT FROM OLD.label::text THEN
        NEW.name := NEW.label;
    ELSIF NEW.name::text IS DISTINCT FROM OLD.name::text THEN
        NEW.label := NEW.name;
    END IF;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_1362dbe5e69f BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION _fl_1362dbe5e69f();

-- Step: 2 backfill
UPDATE users SET label = name WHERE label IS NULL AND name IS NOT NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_ef278129b3be CHECK (length(label) < 20) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_ef278129b3be;

-- Step: 5 bare
CREATE UNIQUE INDEX CONCURRENTLY _fl_a9299fb0f907 ON users (label, n);

-- Step: 6 bare
CREATE INDEX CONCURRENTLY _fl_39b33e30e07a ON users (label);

-- Step: 7 long
ANALYZE users;

-- Step: 8 short
ALTER TABLE users RENAME CONSTRAINT short TO _fl_72148a38dc8b;

ALTER TABLE users RENAME CONSTRAINT once TO _fl_b5bc36d29212;

ALTER INDEX by_name RENAME TO _fl_e633d682e7f2;

ALTER TABLE users RENAME CONSTRAINT _fl_ef278129b3be TO short;

ALTER TABLE users ADD CONSTRAINT once UNIQUE USING INDEX _fl_a9299fb0f907;

ALTER INDEX _fl_39b33e30e07a RENAME TO by_label;

COMMENT ON COLUMN users.name IS '_fl_ the name before of "label", until the contract drops it';

-- Migration: 20260101000001_users_rename_column_name_to_label_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: contract
-- Parent: 20260101000000_users_rename_column_name_to_label.sql
-- Contract: 20260101000000_users_rename_column_name_to_label.sql

-- Step: 1 bare
DROP INDEX CONCURRENTLY _fl_e633d682e7f2;

-- Step: 2 short
DROP TRIGGER zz_fl_1362dbe5e69f ON users;

DROP FUNCTION _fl_1362dbe5e69f();

ALTER TABLE users DROP COLUMN name;
