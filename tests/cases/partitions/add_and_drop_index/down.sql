-- events_add_index_events_body
DROP INDEX events_body;

-- events_drop_index_events_year
CREATE INDEX events_year ON events (year);
