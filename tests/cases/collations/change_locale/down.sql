-- alter_collation_local
DROP COLLATION local;
CREATE COLLATION local (PROVIDER = libc, LOCALE = 'C');
COMMENT ON COLLATION local IS 'kept';
