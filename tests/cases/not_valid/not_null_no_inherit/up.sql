-- users_alter_column_name
ALTER TABLE users ALTER CONSTRAINT users_name_not_null NO INHERIT;
