-- alter_extension_hstore
DO $own$
BEGIN
    EXECUTE format('COMMENT ON EXTENSION %I IS %L', 'hstore',
        (SELECT comment FROM pg_available_extensions WHERE name = 'hstore'));
END $own$;

-- alter_extension_citext
DO $own$
BEGIN
    EXECUTE format('COMMENT ON EXTENSION %I IS %L', 'citext',
        (SELECT comment FROM pg_available_extensions WHERE name = 'citext'));
END $own$;
