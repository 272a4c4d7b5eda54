-- alter_publication_changes
DROP PUBLICATION changes;
CREATE PUBLICATION changes FOR TABLE users;
COMMENT ON PUBLICATION changes IS 'kept';
