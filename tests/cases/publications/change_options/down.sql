-- alter_publication_changes
ALTER PUBLICATION changes SET (publish_via_partition_root = false, publish = 'insert, update');
COMMENT ON PUBLICATION changes IS NULL;
