-- Rollback: 20260101000000_users_add_fk_fk_team.sql

ALTER TABLE users DROP CONSTRAINT fk_users_fk_team;
