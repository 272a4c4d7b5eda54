-- alter_collation_local
DROP INDEX people_name;
DROP INDEX people_city;
ALTER TABLE people ALTER COLUMN name TYPE text;
DROP COLLATION local;
CREATE COLLATION local (PROVIDER = libc, LOCALE = 'POSIX');
ALTER TABLE people ALTER COLUMN name TYPE text COLLATE local;
CREATE INDEX people_name ON people (name);
CREATE INDEX people_city ON people (city COLLATE local);
