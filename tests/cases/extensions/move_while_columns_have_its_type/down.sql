-- users_alter_column_email
ALTER TABLE users ALTER COLUMN email TYPE citext;

-- alter_extension_citext
ALTER EXTENSION citext SET SCHEMA public;
