-- people_add_column_name
ALTER TABLE people DROP COLUMN name;

-- create_collation_de_de_phone
DROP COLLATION "de-DE; phone";
