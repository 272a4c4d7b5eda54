-- users_alter_column_name
ALTER TABLE users ALTER COLUMN name DROP NOT NULL;
