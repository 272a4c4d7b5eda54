-- alter_events
ALTER TABLE events
    RESET (toast.vacuum_truncate),
    SET (toast.autovacuum_enabled = false, fillfactor = 70, autovacuum_enabled = false);
