-- users_alter_column_s
ALTER TABLE users ALTER COLUMN s TYPE text;
