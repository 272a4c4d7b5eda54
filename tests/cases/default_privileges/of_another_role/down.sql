-- create_default_privileges_fluent_test_writer_tables
ALTER DEFAULT PRIVILEGES FOR ROLE "Fluent Test Writer" REVOKE SELECT ON TABLES FROM fluent_test_reader;
