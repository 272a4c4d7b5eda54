-- create_namespace_app
CREATE SCHEMA app;

-- create_view_app_v
CREATE VIEW app.v AS
SELECT 1 AS a;
GRANT SELECT ON TABLE app.v TO fluent_test_reader;

-- create_view_app_w
CREATE VIEW app.w AS
SELECT 1 AS a;

-- create_default_privileges_app_tables
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO fluent_test_reader;
