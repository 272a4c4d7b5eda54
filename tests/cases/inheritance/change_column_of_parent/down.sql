-- cities_comment_height
COMMENT ON COLUMN cities.height IS NULL;

-- cities_alter_column_height
ALTER TABLE cities ALTER COLUMN height TYPE integer;
