-- alter_events_past
-- Hazard: fails while events_past holds rows outside FOR VALUES IN (2021, 2022, 2023)
-- Down: fails while events_past holds rows outside FOR VALUES IN (2022, 2023)
ALTER TABLE events DETACH PARTITION events_past;
ALTER TABLE events ATTACH PARTITION events_past FOR VALUES IN (2021, 2022, 2023);
