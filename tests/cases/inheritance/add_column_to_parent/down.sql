-- cities_add_column_height
ALTER TABLE cities DROP COLUMN height;
