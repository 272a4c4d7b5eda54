-- Rollback: 20260101000001_users_rename_column_name_to_label_contract.sql

-- Step: 1 short
ALTER TABLE users ADD COLUMN name text;

COMMENT ON COLUMN users.name IS '_fl_ the name before of "label", until the contract drops it';

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
UPDATE users SET name = label WHERE name IS NULL AND label IS NOT NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_72148a38dc8b CHECK (length(name) < 20) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_72148a38dc8b;

-- Step: 5 bare
CREATE UNIQUE INDEX CONCURRENTLY _fl_b5bc36d29212 ON users (name, n);

-- Step: 6 bare
CREATE INDEX CONCURRENTLY _fl_e633d682e7f2 ON users (name);

-- Step: 7 short
ALTER TABLE users ADD CONSTRAINT _fl_b5bc36d29212 UNIQUE USING INDEX _fl_b5bc36d29212;

-- Rollback: 20260101000000_users_rename_column_name_to_label.sql

-- Step: 1 short
DROP TRIGGER zz_fl_1362dbe5e69f ON users;

DROP FUNCTION _fl_1362dbe5e69f();

ALTER TABLE users DROP CONSTRAINT short;

ALTER TABLE users DROP CONSTRAINT once;

DROP INDEX by_label;

ALTER TABLE users DROP COLUMN label;

ALTER TABLE users RENAME CONSTRAINT _fl_72148a38dc8b TO short;

ALTER TABLE users RENAME CONSTRAINT _fl_b5bc36d29212 TO once;

ALTER INDEX _fl_e633d682e7f2 RENAME TO by_name;

COMMENT ON COLUMN users.name IS NULL;
