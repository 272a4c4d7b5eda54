-- create_events_2024
-- Down: loses every row of events_2024
CREATE TABLE events_2024 PARTITION OF events
    FOR VALUES IN (2024);
