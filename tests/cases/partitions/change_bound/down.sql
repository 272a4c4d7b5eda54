-- alter_events_past
ALTER TABLE events DETACH PARTITION events_past;
ALTER TABLE events ATTACH PARTITION events_past FOR VALUES IN (2022, 2023);
