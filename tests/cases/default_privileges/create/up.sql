-- create_default_privileges_tables
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO fluent_test_reader;
