-- alter_events
ALTER TABLE events NO INHERIT dated;
