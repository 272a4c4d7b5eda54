-- alter_namespace_billing
REVOKE GRANT OPTION FOR USAGE ON SCHEMA billing FROM fluent_test_reader;
REVOKE USAGE ON SCHEMA billing FROM PUBLIC;
GRANT CREATE ON SCHEMA billing TO fluent_test_reader;
