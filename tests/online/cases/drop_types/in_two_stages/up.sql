-- Migration: 20260101000000_drop_domain_positive.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: positive
-- Type: drop_domain

-- Step: 1 short
COMMENT ON DOMAIN positive IS '_fl_ until the contract drops it';

-- Migration: 20260101000001_drop_domain_positive_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: positive
-- Type: contract
-- Parent: 20260101000000_drop_domain_positive.sql
-- Contract: 20260101000000_drop_domain_positive.sql

-- Step: 1 short
DROP DOMAIN positive;

-- Migration: 20260101000002_drop_enum_mood.sql
-- Generated: 2026-01-01T00:00:02Z
-- Table: mood
-- Type: drop_enum
-- Parent: 20260101000001_drop_domain_positive_contract.sql

-- Step: 1 short
COMMENT ON TYPE mood IS '_fl_ until the contract drops it';

-- Migration: 20260101000003_drop_enum_mood_contract.sql
-- Generated: 2026-01-01T00:00:03Z
-- Table: mood
-- Type: contract
-- Parent: 20260101000002_drop_enum_mood.sql
-- Contract: 20260101000002_drop_enum_mood.sql

-- Step: 1 short
DROP TYPE mood;
