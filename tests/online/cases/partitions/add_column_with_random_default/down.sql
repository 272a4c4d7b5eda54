-- Rollback: 20260101000000_events_add_column_token.sql
-- Down: loses data in events.token

ALTER TABLE events DROP COLUMN token;
