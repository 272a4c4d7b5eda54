-- drop_events_2024
-- Hazard: loses every row of events_2024
-- Down: events_2024 comes back empty
DROP TABLE events_2024;
