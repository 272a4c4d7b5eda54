-- Migration: 20260101000000_users_drop_column_name.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: drop_column

-- Step: 1 short
COMMENT ON COLUMN users.name IS '_fl_ until the contract drops it';

-- Migration: 20260101000001_users_drop_column_name_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: contract
-- Parent: 20260101000000_users_drop_column_name.sql
-- Contract: 20260101000000_users_drop_column_name.sql
-- Hazard: loses data in users.name
-- Down: users.name comes back empty

-- Step: 1 short
ALTER TABLE users DROP COLUMN name;
