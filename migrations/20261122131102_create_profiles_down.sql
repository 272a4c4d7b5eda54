-- Rollback: 20261122131102_create_profiles.sql
-- Down: loses every row of profiles

DROP TABLE profiles;
