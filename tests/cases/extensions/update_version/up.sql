-- alter_extension_hstore
ALTER EXTENSION hstore UPDATE TO '1.8';
