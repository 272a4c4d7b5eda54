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
ALTER TABLE events ATTACH PARTITION events_2022 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');
