-- Rollback: 20260101000000_events_add_unique_id_day.sql

ALTER TABLE events DROP CONSTRAINT events_id_day_key;
