-- create_events_other
DROP TABLE events_other;

-- create_events_ch
DROP TABLE events_ch;

-- events_add_index_events_body
DROP INDEX events_body;

-- create_events
DROP TABLE events;
