-- alter_events_2024
ALTER TABLE events DETACH PARTITION events_2024;

-- events_2024_add_index_events_2024_body_idx
DROP INDEX events_2024_body_idx;
