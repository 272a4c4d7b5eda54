-- Rollback: 20260101000000_events_add_index_by_email.sql

DROP INDEX by_email;
