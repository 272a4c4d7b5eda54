-- drop_extension_citext
CREATE EXTENSION citext;
