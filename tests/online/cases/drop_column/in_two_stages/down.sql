-- Rollback: 20260101000002_users_drop_column_code_contract.sql
-- Down: users.code comes back as '' in every row

-- Step: 1 short
ALTER TABLE users ADD COLUMN code text;

COMMENT ON COLUMN users.code IS '_fl_ until the contract drops it';

-- Rollback: 20260101000001_users_drop_column_code.sql

-- Step: 1 short
ALTER TABLE users ALTER COLUMN code SET DEFAULT '';

-- Step: 2 backfill
UPDATE users SET code = '' WHERE code IS NULL;

-- Step: 3 short
ALTER TABLE users ADD CONSTRAINT _fl_de586ddaaf76 CHECK (code IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_de586ddaaf76;

-- Step: 5 short
ALTER TABLE users ALTER COLUMN code SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT _fl_de586ddaaf76;

ALTER TABLE users ALTER COLUMN code DROP DEFAULT;

COMMENT ON COLUMN users.code IS 'who';

-- Rollback: 20260101000000_users_drop_index_by_code.sql

-- Step: 1 bare
CREATE INDEX CONCURRENTLY by_code ON users (code);
