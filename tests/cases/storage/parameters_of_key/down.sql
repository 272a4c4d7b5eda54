-- events_alter_pk
ALTER INDEX events_pkey RESET (fillfactor);
