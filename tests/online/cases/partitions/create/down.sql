-- Rollback: 20260101000000_create_events_2022.sql
-- Needs: PostgreSQL 14 for DETACH CONCURRENTLY
-- Down: loses every row of events_2022

-- Step: 1 bare
ALTER TABLE events DETACH PARTITION events_2022 CONCURRENTLY;

-- Step: 2 short
DROP TABLE events_2022;
