-- alter_events_2023
-- Hazard: takes the rows of events_2023 out of events
-- Down: fails while events_2023 holds rows outside FOR VALUES IN (2023)
ALTER TABLE events DETACH PARTITION events_2023;

-- events_2024_alter_column_id
ALTER TABLE events_2024 ALTER COLUMN id DROP IDENTITY;

-- alter_events_2024
-- Hazard: fails while events_2024 holds rows outside FOR VALUES IN (2024)
-- Down: takes the rows of events_2024 out of events
ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES IN (2024);
