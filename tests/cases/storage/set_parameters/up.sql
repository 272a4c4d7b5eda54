-- alter_events
ALTER TABLE events SET (fillfactor = 70, autovacuum_enabled = false);
