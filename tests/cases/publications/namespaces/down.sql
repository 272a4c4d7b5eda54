-- alter_publication_changes
ALTER PUBLICATION changes DROP TABLES IN SCHEMA log, public;

-- alter_publication_changes
ALTER PUBLICATION changes ADD TABLES IN SCHEMA app;
