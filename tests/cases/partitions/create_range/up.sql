-- create_events
-- Down: loses every row of events
CREATE TABLE events (
    at date NOT NULL,
    body text NOT NULL
) PARTITION BY RANGE (at);

-- create_events_2023
-- Down: loses every row of events_2023
CREATE TABLE events_2023 PARTITION OF events
    FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');

-- create_events_2024
-- Down: loses every row of events_2024
CREATE TABLE events_2024 PARTITION OF events
    FOR VALUES FROM ('2024-01-01') TO (MAXVALUE);

-- create_events_rest
-- Down: loses every row of events_rest
CREATE TABLE events_rest PARTITION OF events
    DEFAULT;
