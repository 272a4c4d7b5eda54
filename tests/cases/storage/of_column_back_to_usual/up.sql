-- events_alter_column_body
ALTER TABLE events ALTER COLUMN body SET STORAGE EXTENDED;
