-- drop_sequence_order_numbers
CREATE SEQUENCE order_numbers START WITH 5;
COMMENT ON SEQUENCE order_numbers IS 'old';
GRANT SELECT ON SEQUENCE order_numbers TO fluent_test_reader;
