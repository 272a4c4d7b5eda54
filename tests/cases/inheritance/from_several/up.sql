-- events_alter_column_at

-- alter_events
ALTER TABLE events INHERIT dated;
