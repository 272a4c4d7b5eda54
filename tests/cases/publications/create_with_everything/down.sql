-- create_publication_changes
DROP PUBLICATION changes;
