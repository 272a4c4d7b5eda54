-- Rollback: 20261122131110_profiles_add_fk_user_id.sql

ALTER TABLE profiles DROP CONSTRAINT fk_profiles_user;
