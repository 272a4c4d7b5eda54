-- alter_publication_changes
ALTER PUBLICATION changes SET (publish = 'insert, update, delete, truncate', publish_via_partition_root = true);
COMMENT ON PUBLICATION changes IS 'new';
