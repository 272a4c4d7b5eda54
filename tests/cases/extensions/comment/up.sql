-- alter_extension_citext
COMMENT ON EXTENSION citext IS 'for 100% of all e-mail addresses';

-- alter_extension_hstore
COMMENT ON EXTENSION hstore IS NULL;
