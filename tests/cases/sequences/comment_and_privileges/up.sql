-- alter_sequence_order_numbers
COMMENT ON SEQUENCE order_numbers IS NULL;
REVOKE USAGE ON SEQUENCE order_numbers FROM fluent_test_reader;
GRANT SELECT ON SEQUENCE order_numbers TO fluent_test_reader WITH GRANT OPTION;
