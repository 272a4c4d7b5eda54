-- create_default_privileges_app_tables
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE SELECT ON TABLES FROM fluent_test_reader;

-- create_view_app_w
DROP VIEW app.w;

-- create_view_app_v
DROP VIEW app.v;

-- create_namespace_app
DROP SCHEMA app;
