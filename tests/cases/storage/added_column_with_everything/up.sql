-- events_add_column_body_x
-- Down: loses data in events."Body; x"
ALTER TABLE events ADD COLUMN "Body; x" text COMPRESSION pglz COLLATE "C";
ALTER TABLE events
    ALTER COLUMN "Body; x" SET STORAGE EXTERNAL,
    ALTER COLUMN "Body; x" SET STATISTICS 50;
COMMENT ON COLUMN events."Body; x" IS 'it''s';
