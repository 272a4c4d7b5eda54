-- events_alter_index_events_body
ALTER INDEX events_body SET (fillfactor = 80, deduplicate_items = false);

-- events_add_index_events_tags
CREATE INDEX events_tags ON events USING gin (tags) WITH (fastupdate = false);
