-- alter_events
ALTER TABLE events SET WITHOUT CLUSTER;

-- events_drop_index_events_head
CREATE INDEX events_head ON events (head);

-- alter_events
ALTER TABLE events CLUSTER ON events_head;
