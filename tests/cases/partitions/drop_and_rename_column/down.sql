-- events_drop_column_old
ALTER TABLE events ADD COLUMN old text NOT NULL DEFAULT '';
ALTER TABLE events ALTER COLUMN old DROP DEFAULT;

-- events_rename_column_text_to_body
ALTER TABLE events RENAME COLUMN body TO text;
