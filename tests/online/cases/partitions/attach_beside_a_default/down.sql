-- Rollback: 20260101000000_alter_events_2022.sql
-- Down: takes the rows of events_2022 out of events

-- Step: 1 short
ALTER TABLE events DETACH PARTITION events_2022;
