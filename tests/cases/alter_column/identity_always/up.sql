-- users_alter_column_number
ALTER TABLE users ALTER COLUMN number SET GENERATED ALWAYS;
