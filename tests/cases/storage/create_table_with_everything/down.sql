-- create_events
DROP TABLE events;
