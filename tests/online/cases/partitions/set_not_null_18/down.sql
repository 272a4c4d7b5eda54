-- Rollback: 20260101000000_events_alter_column_team_id.sql

ALTER TABLE events ALTER COLUMN team_id DROP NOT NULL;
