-- Migration: 20260101000000_users_drop_trigger_touched.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: drop_trigger

-- Step: 1 short
COMMENT ON TRIGGER touched ON users IS '_fl_ until the contract drops it';

-- Migration: 20260101000001_users_drop_trigger_touched_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: contract
-- Parent: 20260101000000_users_drop_trigger_touched.sql
-- Contract: 20260101000000_users_drop_trigger_touched.sql

-- Step: 1 short
DROP TRIGGER touched ON users;

-- Migration: 20260101000002_drop_function_touch.sql
-- Generated: 2026-01-01T00:00:02Z
-- Table: touch
-- Type: drop_function
-- Parent: 20260101000001_users_drop_trigger_touched_contract.sql

-- Step: 1 short
COMMENT ON FUNCTION touch() IS '_fl_ until the contract drops it';

-- Migration: 20260101000003_drop_function_touch_contract.sql
-- Generated: 2026-01-01T00:00:03Z
-- Table: touch
-- Type: contract
-- Parent: 20260101000002_drop_function_touch.sql
-- Contract: 20260101000002_drop_function_touch.sql

-- Step: 1 short
DROP FUNCTION touch();

-- Migration: 20260101000004_drop_users.sql
-- Generated: 2026-01-01T00:00:04Z
-- Table: users
-- Type: drop_table
-- Parent: 20260101000003_drop_function_touch_contract.sql

-- Step: 1 short
ALTER TABLE users DROP CONSTRAINT fk_users_team;

COMMENT ON TABLE users IS '_fl_ until the contract drops it';

-- Migration: 20260101000005_drop_users_contract.sql
-- Generated: 2026-01-01T00:00:05Z
-- Table: users
-- Type: contract
-- Parent: 20260101000004_drop_users.sql
-- Contract: 20260101000004_drop_users.sql
-- Hazard: loses every row of users
-- Down: users comes back empty

-- Step: 1 bare
DROP INDEX CONCURRENTLY users_by_n;

-- Step: 2 short
DROP TABLE users;

-- Migration: 20260101000006_drop_enum_users_state.sql
-- Generated: 2026-01-01T00:00:06Z
-- Table: users_state
-- Type: drop_enum
-- Parent: 20260101000005_drop_users_contract.sql

-- Step: 1 short
COMMENT ON TYPE users_state IS '_fl_ until the contract drops it';

-- Migration: 20260101000007_drop_enum_users_state_contract.sql
-- Generated: 2026-01-01T00:00:07Z
-- Table: users_state
-- Type: contract
-- Parent: 20260101000006_drop_enum_users_state.sql
-- Contract: 20260101000006_drop_enum_users_state.sql

-- Step: 1 short
DROP TYPE users_state;
