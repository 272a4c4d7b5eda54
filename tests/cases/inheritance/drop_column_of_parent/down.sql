-- cities_drop_column_height
ALTER TABLE cities ADD COLUMN height integer;
