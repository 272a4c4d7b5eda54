-- create_default_privileges_schemas
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON SCHEMAS FROM fluent_test_reader;

-- create_default_privileges_types
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM fluent_test_reader;

-- create_default_privileges_functions
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;

-- create_default_privileges_app_sequences
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE USAGE ON SEQUENCES FROM fluent_test_reader;

-- create_default_privileges_app_tables
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE INSERT, SELECT ON TABLES FROM fluent_test_reader;
