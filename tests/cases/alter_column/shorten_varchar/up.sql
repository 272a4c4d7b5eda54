-- users_alter_column_s
-- Hazard: fails where users.s is longer than 20 characters
-- Hazard: rewrites users under an exclusive lock
ALTER TABLE users ALTER COLUMN s TYPE character varying(20);
