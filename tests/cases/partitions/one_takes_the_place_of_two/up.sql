-- drop_events_new
-- Hazard: loses every row of events_new
-- Down: events_new comes back empty
DROP TABLE events_new;

-- drop_events_old
-- Hazard: loses every row of events_old
-- Down: events_old comes back empty
DROP TABLE events_old;

-- create_events_all
-- Down: loses every row of events_all
CREATE TABLE events_all PARTITION OF events
    FOR VALUES FROM (2000) TO (2030);
