-- Migration: 20260101000000_create_sequence_users_number_seq.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users_number_seq
-- Type: create_sequence
-- Down: loses the position of users_number_seq

CREATE SEQUENCE users_number_seq AS integer;

-- Migration: 20260101000001_users_add_column_number.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: add_column
-- Parent: 20260101000000_create_sequence_users_number_seq.sql
-- Down: loses data in users.number

-- Step: 1 short
ALTER TABLE users ADD COLUMN number integer;

ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq'::regclass);

-- Step: 2 backfill
UPDATE users SET number = nextval('users_number_seq'::regclass) WHERE number IS NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_030ce9e1e380 CHECK (number IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_030ce9e1e380;

-- Step: 5 short
ALTER TABLE users ALTER COLUMN number SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_030ce9e1e380;

-- Migration: 20260101000002_alter_sequence_users_number_seq.sql
-- Generated: 2026-01-01T00:00:02Z
-- Table: users_number_seq
-- Type: alter_sequence
-- Parent: 20260101000001_users_add_column_number.sql

ALTER SEQUENCE users_number_seq OWNED BY users.number;
