-- Migration: 20260101000000_drop_events_2022.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: events_2022
-- Type: drop_table
-- Needs: PostgreSQL 14 for DETACH CONCURRENTLY
-- Hazard: loses every row of events_2022
-- Down: events_2022 comes back empty

-- Step: 1 bare
ALTER TABLE events DETACH PARTITION events_2022 CONCURRENTLY;

-- Step: 2 short
DROP TABLE events_2022;
