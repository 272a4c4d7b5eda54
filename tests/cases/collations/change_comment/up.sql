-- alter_collation_german
COMMENT ON COLLATION german IS 'new';
