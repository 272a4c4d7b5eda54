-- create_default_privileges_fluent_test_writer_tables
ALTER DEFAULT PRIVILEGES FOR ROLE "Fluent Test Writer" GRANT SELECT ON TABLES TO fluent_test_reader;
