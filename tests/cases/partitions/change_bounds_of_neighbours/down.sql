-- create_events_next
DROP TABLE events_next;

-- alter_events_old
ALTER TABLE events DETACH PARTITION events_new;
ALTER TABLE events DETACH PARTITION events_old;
ALTER TABLE events ATTACH PARTITION events_new FOR VALUES FROM (2010) TO (2030);
ALTER TABLE events ATTACH PARTITION events_old FOR VALUES FROM (2000) TO (2010);
