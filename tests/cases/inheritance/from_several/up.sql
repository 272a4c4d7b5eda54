-- alter_events
ALTER TABLE events INHERIT dated;
