-- create_events_2024_rest
DROP TABLE events_2024_rest;

-- create_events_2024_ch
DROP TABLE events_2024_ch;

-- create_events_2024
DROP TABLE events_2024;

-- create_events
DROP TABLE events;
