-- create_default_privileges_app_tables
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO fluent_test_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT INSERT ON TABLES TO fluent_test_reader WITH GRANT OPTION;

-- create_default_privileges_app_sequences
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT USAGE ON SEQUENCES TO fluent_test_reader;

-- create_default_privileges_functions
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- create_default_privileges_types
ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO fluent_test_reader;

-- create_default_privileges_schemas
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO fluent_test_reader;
