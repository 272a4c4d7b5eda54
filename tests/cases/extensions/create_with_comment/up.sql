-- create_extension_citext
CREATE EXTENSION citext;
COMMENT ON EXTENSION citext IS 'it''s for e-mail addresses';

-- create_extension_hstore
CREATE EXTENSION hstore;
COMMENT ON EXTENSION hstore IS NULL;
