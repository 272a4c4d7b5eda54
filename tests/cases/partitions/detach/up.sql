-- alter_events_2024
-- Hazard: takes the rows of events_2024 out of events
-- Down: fails while events_2024 holds rows outside FOR VALUES IN (2024)
ALTER TABLE events DETACH PARTITION events_2024;
