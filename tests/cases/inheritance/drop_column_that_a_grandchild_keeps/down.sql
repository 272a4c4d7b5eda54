-- cars_drop_column_name
ALTER TABLE cars ADD COLUMN name text;

-- vehicles_drop_column_name
ALTER TABLE vehicles ADD COLUMN name text;
