-- create_events_1
DROP TABLE events_1;

-- create_events_0
DROP TABLE events_0;

-- create_events
DROP TABLE events;
