-- create_events
-- Down: loses every row of events
CREATE TABLE events (
    year integer NOT NULL,
    country text NOT NULL
) PARTITION BY LIST (year);

-- create_events_2024
-- Down: loses every row of events_2024
CREATE TABLE events_2024 PARTITION OF events
    FOR VALUES IN (2024)
    PARTITION BY LIST (country);

-- create_events_2024_ch
-- Down: loses every row of events_2024_ch
CREATE TABLE events_2024_ch PARTITION OF events_2024
    FOR VALUES IN ('ch');

-- create_events_2024_rest
-- Down: loses every row of events_2024_rest
CREATE TABLE events_2024_rest PARTITION OF events_2024
    DEFAULT;
