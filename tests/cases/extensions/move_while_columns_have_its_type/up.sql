-- alter_extension_citext
ALTER EXTENSION citext SET SCHEMA extensions;

-- users_alter_column_email
-- Hazard: fails where users.email does not read as extensions.citext
-- Hazard: rewrites users under an exclusive lock
ALTER TABLE users ALTER COLUMN email TYPE extensions.citext USING email::extensions.citext;
