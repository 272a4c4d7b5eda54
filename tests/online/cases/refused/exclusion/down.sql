-- Rollback: 20260101000000_users_add_exclusion_apart.sql

ALTER TABLE users DROP CONSTRAINT apart;
