-- create_default_privileges_tables
ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM fluent_test_reader;
