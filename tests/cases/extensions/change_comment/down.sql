-- alter_extension_pg_trgm
COMMENT ON EXTENSION pg_trgm IS NULL;

-- alter_extension_hstore
COMMENT ON EXTENSION hstore IS NULL;

-- alter_extension_citext
COMMENT ON EXTENSION citext IS 'one';
