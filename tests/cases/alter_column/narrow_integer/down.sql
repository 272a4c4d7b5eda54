-- users_alter_column_n
ALTER TABLE users ALTER COLUMN n TYPE bigint;
