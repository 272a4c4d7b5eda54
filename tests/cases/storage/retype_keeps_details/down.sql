-- events_alter_column_body
ALTER TABLE events
    ALTER COLUMN body TYPE character varying(20),
    ALTER COLUMN body SET STORAGE EXTERNAL,
    ALTER COLUMN body SET COMPRESSION pglz;
