-- drop_publication_changes
CREATE PUBLICATION changes FOR TABLE users;
COMMENT ON PUBLICATION changes IS 'old';
