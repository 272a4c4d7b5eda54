-- Migration: 20260101000000_create_events_2022.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events_2022
-- Type: create_table
-- Down: loses every row of events_2022

-- Step: 1 short
CREATE TABLE events_2022 (
    LIKE events INCLUDING ALL
        EXCLUDING COMMENTS EXCLUDING IDENTITY EXCLUDING STATISTICS
);

-- Step: 2 short
ALTER TABLE events_rest
    ADD CONSTRAINT _fl_7d5a723d4287 CHECK (NOT (day IS NOT NULL AND day >= '2022-01-01'::date AND day < '2023-01-01'::date)) NOT VALID;

-- Step: 3 long
ALTER TABLE events_rest VALIDATE CONSTRAINT _fl_7d5a723d4287;

-- Step: 4 short
ALTER TABLE events ATTACH PARTITION events_2022 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');

-- Step: 5 short
ALTER TABLE events_rest DROP CONSTRAINT _fl_7d5a723d4287;
