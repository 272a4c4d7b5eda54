-- Rollback: 20260101000003_drop_enum_mood_contract.sql

-- Step: 1 short
CREATE TYPE mood AS ENUM ('sad', 'ok');

COMMENT ON TYPE mood IS '_fl_ until the contract drops it';

-- Rollback: 20260101000002_drop_enum_mood.sql

-- Step: 1 short
COMMENT ON TYPE mood IS NULL;

-- Rollback: 20260101000001_drop_domain_positive_contract.sql

-- Step: 1 short
CREATE DOMAIN positive AS integer CONSTRAINT more CHECK (VALUE > 0);

COMMENT ON DOMAIN positive IS 'more than none';

COMMENT ON DOMAIN positive IS '_fl_ until the contract drops it';

-- Rollback: 20260101000000_drop_domain_positive.sql

-- Step: 1 short
COMMENT ON DOMAIN positive IS 'more than none';
