-- create_extension_hstore
DROP EXTENSION hstore;
