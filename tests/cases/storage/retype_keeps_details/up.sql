-- events_alter_column_body
-- Down: fails where events.body is longer than 20 characters
ALTER TABLE events
    ALTER COLUMN body TYPE text,
    ALTER COLUMN body SET STORAGE EXTERNAL,
    ALTER COLUMN body SET COMPRESSION pglz;
