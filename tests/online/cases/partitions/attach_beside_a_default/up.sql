-- Migration: 20260101000000_alter_events_2022.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events_2022
-- Type: alter_table
-- Hazard: fails while events_2022 holds rows outside FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')
-- Down: takes the rows of events_2022 out of events

-- Step: 1 short
ALTER TABLE events_2022
    ADD CONSTRAINT _fl_1b441a794af7 CHECK (day >= '2022-01-01'::date AND day < '2023-01-01'::date) NOT VALID;

-- Step: 2 long
ALTER TABLE events_2022 VALIDATE CONSTRAINT _fl_1b441a794af7;

-- Step: 3 short
ALTER TABLE events_rest
    ADD CONSTRAINT _fl_9f407f4c7328 CHECK (NOT (day IS NOT NULL AND day >= '2022-01-01'::date AND day < '2023-01-01'::date)) NOT VALID;

-- Step: 4 long
ALTER TABLE events_rest VALIDATE CONSTRAINT _fl_9f407f4c7328;

-- Step: 5 short
ALTER TABLE events ATTACH PARTITION events_2022 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');

-- Step: 6 short
ALTER TABLE events_rest DROP CONSTRAINT _fl_9f407f4c7328;

-- Step: 7 short
ALTER TABLE events_2022 DROP CONSTRAINT _fl_1b441a794af7;
