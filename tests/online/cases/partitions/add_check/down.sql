-- Rollback: 20260101000000_events_add_check_positive.sql

ALTER TABLE events DROP CONSTRAINT positive;
