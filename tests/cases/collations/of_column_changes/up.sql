-- people_alter_column_name
ALTER TABLE people ALTER COLUMN name TYPE text COLLATE "C";

-- people_alter_column_city
ALTER TABLE people ALTER COLUMN city TYPE text;
