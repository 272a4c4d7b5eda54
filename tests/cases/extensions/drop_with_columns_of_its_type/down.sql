-- drop_extension_citext
CREATE EXTENSION citext;

-- users_alter_column_email
ALTER TABLE users ALTER COLUMN email TYPE citext;
