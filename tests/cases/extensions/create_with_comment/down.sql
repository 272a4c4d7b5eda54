-- create_extension_hstore
DROP EXTENSION hstore;

-- create_extension_citext
DROP EXTENSION citext;
