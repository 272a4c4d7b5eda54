-- alter_events
ALTER TABLE events RESET (fillfactor, autovacuum_enabled);
