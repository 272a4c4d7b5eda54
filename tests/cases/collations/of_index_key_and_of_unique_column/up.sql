-- people_alter_column_city
ALTER TABLE people ALTER COLUMN city TYPE text COLLATE "C";

-- people_alter_index_people_name
DROP INDEX people_name;
CREATE INDEX people_name ON people (name COLLATE "POSIX");
