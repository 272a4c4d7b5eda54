-- create_events
-- Down: loses every row of events
CREATE TABLE events (
    id bigint NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (id)
) PARTITION BY HASH (id);

-- create_events_0
-- Down: loses every row of events_0
CREATE TABLE events_0 PARTITION OF events
    FOR VALUES WITH (modulus 2, remainder 0);

-- create_events_1
-- Down: loses every row of events_1
CREATE TABLE events_1 PARTITION OF events
    FOR VALUES WITH (modulus 2, remainder 1);
