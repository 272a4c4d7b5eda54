-- users_alter_column_email
ALTER TABLE users ALTER COLUMN email TYPE text;

-- drop_extension_citext
DROP EXTENSION citext;
