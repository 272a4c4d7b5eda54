-- create_events_all
DROP TABLE events_all;

-- drop_events_old
CREATE TABLE events_old PARTITION OF events
    FOR VALUES FROM (2000) TO (2010);

-- drop_events_new
CREATE TABLE events_new PARTITION OF events
    FOR VALUES FROM (2010) TO (2030);
