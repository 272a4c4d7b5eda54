-- events_alter_column_body
ALTER TABLE events ALTER COLUMN body SET STATISTICS -1;

-- events_alter_column_head
ALTER TABLE events ALTER COLUMN head SET STATISTICS 200;

-- events_alter_column_tail
ALTER TABLE events ALTER COLUMN tail SET STATISTICS 0;
