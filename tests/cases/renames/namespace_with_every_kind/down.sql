-- rename_namespace_app_to_core
ALTER SCHEMA core RENAME TO app;
