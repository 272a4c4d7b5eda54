-- events_add_index_events_tags
DROP INDEX events_tags;

-- events_alter_index_events_body
ALTER INDEX events_body RESET (deduplicate_items);
ALTER INDEX events_body SET (fillfactor = 70);
