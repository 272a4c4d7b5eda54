-- Rollback: 20260101000001_users_drop_column_name_contract.sql
-- Down: users.name comes back empty

-- Step: 1 short
ALTER TABLE users ADD COLUMN name text;

COMMENT ON COLUMN users.name IS '_fl_ until the contract drops it';

-- Rollback: 20260101000000_users_drop_column_name.sql

-- Step: 1 short
COMMENT ON COLUMN users.name IS NULL;
