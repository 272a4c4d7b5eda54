-- events_add_column_body
ALTER TABLE events DROP COLUMN body;
