-- create_extension_hstore
CREATE EXTENSION hstore VERSION '1.7';
