-- alter_events
ALTER TABLE events SET WITHOUT CLUSTER;

-- events_drop_index_events_head
DROP INDEX events_head;

-- alter_events
ALTER TABLE events CLUSTER ON events_body;
