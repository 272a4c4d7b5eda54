-- alter_events_old
-- Hazard: fails while events_old holds rows outside FOR VALUES FROM (2000) TO (2015)
-- Hazard: fails while events_new holds rows outside FOR VALUES FROM (2015) TO (2025)
-- Down: fails while events_old holds rows outside FOR VALUES FROM (2000) TO (2010)
-- Down: fails while events_new holds rows outside FOR VALUES FROM (2010) TO (2030)
ALTER TABLE events DETACH PARTITION events_old;
ALTER TABLE events DETACH PARTITION events_new;
ALTER TABLE events ATTACH PARTITION events_old FOR VALUES FROM (2000) TO (2015);
ALTER TABLE events ATTACH PARTITION events_new FOR VALUES FROM (2015) TO (2025);

-- create_events_next
-- Down: loses every row of events_next
CREATE TABLE events_next PARTITION OF events
    FOR VALUES FROM (2025) TO (2030);
