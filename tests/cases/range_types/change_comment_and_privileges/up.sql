-- alter_range_type_price_range
COMMENT ON TYPE price_range IS 'new';
REVOKE USAGE ON TYPE price_range FROM fluent_test_reader, PUBLIC;
