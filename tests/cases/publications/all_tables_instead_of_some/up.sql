-- alter_publication_changes
DROP PUBLICATION changes;
CREATE PUBLICATION changes FOR ALL TABLES;
COMMENT ON PUBLICATION changes IS 'kept';
