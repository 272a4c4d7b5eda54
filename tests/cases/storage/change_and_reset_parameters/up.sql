-- alter_events
ALTER TABLE events
    RESET (autovacuum_enabled, toast.autovacuum_enabled),
    SET (fillfactor = 80, toast.vacuum_truncate = false);
