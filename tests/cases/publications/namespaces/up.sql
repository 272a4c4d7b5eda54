-- alter_publication_changes
ALTER PUBLICATION changes DROP TABLES IN SCHEMA app;

-- alter_publication_changes
ALTER PUBLICATION changes ADD TABLES IN SCHEMA log, public;
