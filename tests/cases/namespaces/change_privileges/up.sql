-- alter_namespace_billing
REVOKE CREATE ON SCHEMA billing FROM fluent_test_reader;
GRANT USAGE ON SCHEMA billing TO PUBLIC;
GRANT USAGE ON SCHEMA billing TO fluent_test_reader WITH GRANT OPTION;
