-- events_drop_column_old
ALTER TABLE events ADD COLUMN old text NOT NULL DEFAULT '';
ALTER TABLE events ALTER COLUMN old DROP DEFAULT;

-- events_add_column_body
ALTER TABLE events DROP COLUMN body;
