-- alter_events_2024
ALTER TABLE events DETACH PARTITION events_2024;
