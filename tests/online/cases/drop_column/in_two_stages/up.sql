-- Migration: 20260101000000_users_drop_index_by_code.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: drop_index

-- Step: 1 bare
DROP INDEX CONCURRENTLY by_code;

-- Migration: 20260101000001_users_drop_column_code.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: drop_column
-- Parent: 20260101000000_users_drop_index_by_code.sql

-- Step: 1 short
ALTER TABLE users ALTER COLUMN code DROP NOT NULL;

COMMENT ON COLUMN users.code IS '_fl_ until the contract drops it';

-- Migration: 20260101000002_users_drop_column_code_contract.sql
-- Generated: 2026-01-01T00:00:02Z
-- Table: users
-- Type: contract
-- Parent: 20260101000001_users_drop_column_code.sql
-- Contract: 20260101000001_users_drop_column_code.sql
-- Hazard: loses data in users.code
-- Down: users.code comes back as '' in every row

-- Step: 1 short
ALTER TABLE users DROP COLUMN code;
