-- create_publication_changes
CREATE PUBLICATION changes
    FOR TABLE posts, users (id, name) WHERE (id > 5)
    WITH (publish = 'insert', publish_via_partition_root = true);
COMMENT ON PUBLICATION changes IS 'to the warehouse';
