-- alter_range_type_price_range
COMMENT ON TYPE price_range IS 'old';
GRANT USAGE ON TYPE price_range TO PUBLIC, fluent_test_reader;
