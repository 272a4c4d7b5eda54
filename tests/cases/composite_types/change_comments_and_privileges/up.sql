-- alter_composite_type_address
COMMENT ON TYPE address IS 'b';
COMMENT ON COLUMN address.street IS 'b';
REVOKE USAGE ON TYPE address FROM PUBLIC;
GRANT USAGE ON TYPE address TO fluent_test_reader WITH GRANT OPTION;
