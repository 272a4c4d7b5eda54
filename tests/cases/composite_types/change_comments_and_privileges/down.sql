-- alter_composite_type_address
COMMENT ON TYPE address IS 'a';
COMMENT ON COLUMN address.street IS 'a';
REVOKE USAGE ON TYPE address FROM fluent_test_reader;
GRANT USAGE ON TYPE address TO PUBLIC;
