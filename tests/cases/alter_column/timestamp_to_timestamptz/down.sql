-- users_alter_column_at
ALTER TABLE users ALTER COLUMN at TYPE timestamp without time zone;
