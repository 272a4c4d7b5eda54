-- alter_events
ALTER TABLE events
    RESET (toast.autovacuum_enabled, autovacuum_enabled),
    SET (toast.vacuum_truncate = false, fillfactor = 80);
