-- Rollback: 20260101000000_events_add_pk.sql

ALTER TABLE events DROP CONSTRAINT events_pkey;
