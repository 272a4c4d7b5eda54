-- alter_extension_citext
COMMENT ON EXTENSION citext IS 'two';

-- alter_extension_hstore
COMMENT ON EXTENSION hstore IS 'three';

-- alter_extension_pg_trgm
DO $own$
BEGIN
    EXECUTE format('COMMENT ON EXTENSION %I IS %L', 'pg_trgm',
        (SELECT comment FROM pg_available_extensions WHERE name = 'pg_trgm'));
END $own$;
