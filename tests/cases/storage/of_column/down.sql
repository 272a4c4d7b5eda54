-- events_alter_column_head
ALTER TABLE events ALTER COLUMN head SET STORAGE MAIN;

-- events_alter_column_body
ALTER TABLE events ALTER COLUMN body SET STORAGE EXTENDED;
