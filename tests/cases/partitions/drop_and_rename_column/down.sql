-- events_2023_drop_column_text
ALTER TABLE events_2023 ADD COLUMN text text NOT NULL DEFAULT '';
ALTER TABLE events_2023 ALTER COLUMN text DROP DEFAULT;

-- events_drop_column_old
ALTER TABLE events ADD COLUMN old text NOT NULL DEFAULT '';
ALTER TABLE events ALTER COLUMN old DROP DEFAULT;

-- events_2023_add_column_body
ALTER TABLE events_2023 DROP COLUMN body;

-- events_rename_column_text_to_body
ALTER TABLE events RENAME COLUMN body TO text;
