-- alter_events
ALTER TABLE events NO INHERIT dated;

-- events_alter_column_at
