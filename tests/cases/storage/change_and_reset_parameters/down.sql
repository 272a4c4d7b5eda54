-- alter_events
ALTER TABLE events
    RESET (toast.vacuum_truncate),
    SET (autovacuum_enabled = false, fillfactor = 70, toast.autovacuum_enabled = false);
