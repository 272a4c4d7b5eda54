-- events_drop_index_events_year
DROP INDEX events_year;

-- events_add_index_events_body
CREATE INDEX events_body ON events (body);
