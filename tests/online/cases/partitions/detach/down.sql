-- Rollback: 20260101000000_alter_events_2022.sql
-- Down: fails while events_2022 holds rows outside FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')

-- Step: 1 short
ALTER TABLE events_2022
    ADD CONSTRAINT _fl_1b441a794af7 CHECK (day >= '2022-01-01'::date AND day < '2023-01-01'::date) NOT VALID;

-- Step: 2 long
ALTER TABLE events_2022 VALIDATE CONSTRAINT _fl_1b441a794af7;

-- Step: 3 short
ALTER TABLE events ATTACH PARTITION events_2022 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');

-- Step: 4 short
ALTER TABLE events_2022 DROP CONSTRAINT _fl_1b441a794af7;
