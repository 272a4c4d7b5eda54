-- create_events
-- Down: loses every row of events
CREATE TABLE events (
    a integer NOT NULL,
    at timestamp without time zone NOT NULL
) PARTITION BY RANGE (a, (date_trunc('day', at)));

-- create_events_1
-- Down: loses every row of events_1
CREATE TABLE events_1 PARTITION OF events
    FOR VALUES FROM (1, '2024-01-01') TO (1, MAXVALUE);
