-- Rollback: 20260101000000_events_add_fk_team.sql

ALTER TABLE events DROP CONSTRAINT fk_events_team;
