-- alter_sequence_order_numbers
COMMENT ON SEQUENCE order_numbers IS 'old';
REVOKE GRANT OPTION FOR SELECT ON SEQUENCE order_numbers FROM fluent_test_reader;
GRANT USAGE ON SEQUENCE order_numbers TO fluent_test_reader;
