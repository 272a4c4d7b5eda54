-- events_add_column_body_x
ALTER TABLE events DROP COLUMN "Body; x";
