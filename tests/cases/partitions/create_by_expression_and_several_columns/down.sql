-- create_events_1
DROP TABLE events_1;

-- create_events
DROP TABLE events;
