-- alter_events
ALTER TABLE events RESET (autovacuum_enabled, fillfactor);
