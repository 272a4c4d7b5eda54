-- alter_collation_local
DROP INDEX people_city;
DROP INDEX people_name;
ALTER TABLE people ALTER COLUMN name TYPE text;
DROP COLLATION local;
CREATE COLLATION local (PROVIDER = libc, LOCALE = 'C');
ALTER TABLE people ALTER COLUMN name TYPE text COLLATE local;
CREATE INDEX people_city ON people (city COLLATE local);
CREATE INDEX people_name ON people (name);
