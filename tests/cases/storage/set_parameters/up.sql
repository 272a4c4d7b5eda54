-- alter_events
ALTER TABLE events SET (autovacuum_enabled = false, fillfactor = 70);
