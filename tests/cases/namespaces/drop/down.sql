-- drop_namespace_billing
CREATE SCHEMA billing;
COMMENT ON SCHEMA billing IS 'old';
GRANT USAGE ON SCHEMA billing TO fluent_test_reader;
