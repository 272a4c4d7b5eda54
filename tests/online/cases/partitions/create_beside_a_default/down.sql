-- Rollback: 20260101000000_create_events_2022.sql
-- Down: loses every row of events_2022

-- Step: 1 short
ALTER TABLE events DETACH PARTITION events_2022;

-- Step: 2 short
DROP TABLE events_2022;
