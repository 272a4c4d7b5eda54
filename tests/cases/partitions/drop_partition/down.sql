-- drop_events_2024
CREATE TABLE events_2024 PARTITION OF events
    FOR VALUES IN (2024);
