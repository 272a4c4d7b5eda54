-- events_2024_add_index_events_2024_body_idx
CREATE INDEX events_2024_body_idx ON events_2024 (body);

-- alter_events_2024
-- Hazard: fails while events_2024 holds rows outside FOR VALUES IN (2024)
-- Down: takes the rows of events_2024 out of events
ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES IN (2024);
