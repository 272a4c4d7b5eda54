-- create_publication_changes
CREATE PUBLICATION changes FOR TABLE users;
