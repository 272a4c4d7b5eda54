-- Rollback: 20260101000000_alter_events_2022.sql
-- Needs: PostgreSQL 14 for DETACH CONCURRENTLY
-- Down: fails while events_2022 holds rows outside FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')

-- Step: 1 short
ALTER TABLE events_2022
    ADD CONSTRAINT _fl_ea8630df0051 CHECK (day >= '2022-01-01'::date AND day < '2022-07-01'::date) NOT VALID;

-- Step: 2 long
ALTER TABLE events_2022 VALIDATE CONSTRAINT _fl_ea8630df0051;

-- Step: 3 bare
ALTER TABLE events DETACH PARTITION events_2022 CONCURRENTLY;

-- Step: 4 short
ALTER TABLE events_2022 DROP CONSTRAINT _fl_ea8630df0051;

ALTER TABLE events_2022
    ADD CONSTRAINT _fl_1b441a794af7 CHECK (day >= '2022-01-01'::date AND day < '2023-01-01'::date) NOT VALID;

-- Step: 5 long
ALTER TABLE events_2022 VALIDATE CONSTRAINT _fl_1b441a794af7;

-- Step: 6 short
ALTER TABLE events ATTACH PARTITION events_2022 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');

-- Step: 7 short
ALTER TABLE events_2022 DROP CONSTRAINT _fl_1b441a794af7;
