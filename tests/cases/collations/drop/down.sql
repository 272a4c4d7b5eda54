-- drop_collation_german
CREATE COLLATION german (PROVIDER = libc, LOCALE = 'C');
COMMENT ON COLLATION german IS 'old';
