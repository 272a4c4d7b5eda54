-- users_alter_column_id
ALTER TABLE users ALTER COLUMN id DROP IDENTITY;
