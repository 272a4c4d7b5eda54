-- events_alter_pk
ALTER INDEX events_pkey SET (fillfactor = 90);
