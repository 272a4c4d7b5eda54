-- people_alter_column_name
ALTER TABLE people ALTER COLUMN name TYPE text COLLATE german;

-- rename_collation_german_to_deutsch
ALTER COLLATION deutsch RENAME TO german;
