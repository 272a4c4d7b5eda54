-- drop_extension_citext
DROP EXTENSION citext;
