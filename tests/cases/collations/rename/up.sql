-- rename_collation_german_to_deutsch
ALTER COLLATION german RENAME TO deutsch;

-- people_alter_column_name
ALTER TABLE people ALTER COLUMN name TYPE text COLLATE deutsch;
