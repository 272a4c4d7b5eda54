-- users_alter_column_s
-- Hazard: fails while users.s holds NULL
ALTER TABLE users ALTER COLUMN s SET NOT NULL;
