-- alter_collation_local
DROP COLLATION local;
CREATE COLLATION local (PROVIDER = libc, LOCALE = 'POSIX');
COMMENT ON COLLATION local IS 'kept';
