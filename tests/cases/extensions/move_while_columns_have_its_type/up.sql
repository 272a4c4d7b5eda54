-- alter_extension_citext
ALTER EXTENSION citext SET SCHEMA extensions;
