-- create_events
-- Down: loses every row of events
CREATE TABLE events (
    id bigint NOT NULL,
    country text NOT NULL,
    body text NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (id, country),
    CONSTRAINT events_body_long CHECK (length(body) > 2)
) PARTITION BY LIST (country);
COMMENT ON COLUMN events.country IS 'ISO 3166';

-- events_add_index_events_body
CREATE INDEX events_body ON events (body);

-- create_events_ch
-- Down: loses every row of events_ch
CREATE TABLE events_ch PARTITION OF events
    FOR VALUES IN ('ch', 'li');

-- create_events_other
-- Down: loses every row of events_other
CREATE TABLE events_other PARTITION OF events
    DEFAULT;
