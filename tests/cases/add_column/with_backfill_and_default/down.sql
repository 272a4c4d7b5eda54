-- users_add_column_name
ALTER TABLE users DROP COLUMN name;
