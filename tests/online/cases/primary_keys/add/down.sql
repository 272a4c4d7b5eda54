-- Rollback: 20260101000000_users_add_pk.sql

ALTER TABLE users DROP CONSTRAINT users_pkey;
