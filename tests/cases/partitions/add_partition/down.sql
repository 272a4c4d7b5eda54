-- create_events_2024
DROP TABLE events_2024;
