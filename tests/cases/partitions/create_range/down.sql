-- create_events_rest
DROP TABLE events_rest;

-- create_events_2024
DROP TABLE events_2024;

-- create_events_2023
DROP TABLE events_2023;

-- create_events
DROP TABLE events;
