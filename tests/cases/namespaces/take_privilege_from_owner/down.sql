-- alter_namespace_billing
GRANT CREATE ON SCHEMA billing TO CURRENT_USER;
