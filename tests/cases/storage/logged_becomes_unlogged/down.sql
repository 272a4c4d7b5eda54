-- alter_events
ALTER TABLE events SET LOGGED;
