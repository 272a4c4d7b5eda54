-- people_drop_index_people_name
DROP INDEX people_name;

-- people_alter_column_name
ALTER TABLE people ALTER COLUMN name TYPE text;

-- alter_collation_local
DROP COLLATION local;
CREATE COLLATION local (PROVIDER = libc, LOCALE = 'POSIX');

-- people_alter_column_name
ALTER TABLE people ALTER COLUMN name TYPE text COLLATE local;

-- people_add_index_people_name
CREATE INDEX people_name ON people (name);
