-- users_alter_column_tags
ALTER TABLE users ALTER COLUMN tags TYPE text;
