-- rename_namespace_app_to_core
ALTER SCHEMA app RENAME TO core;
