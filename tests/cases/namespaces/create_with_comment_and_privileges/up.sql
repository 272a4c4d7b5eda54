-- create_namespace_billing
CREATE SCHEMA billing;
COMMENT ON SCHEMA billing IS 'invoices and payments';
GRANT USAGE ON SCHEMA billing TO PUBLIC, fluent_test_reader;
GRANT CREATE ON SCHEMA billing TO fluent_test_reader WITH GRANT OPTION;
