-- alter_capitals
ALTER TABLE capitals NO INHERIT cities;

-- towns_alter_column_name

-- capitals_alter_column_name

-- alter_towns
ALTER TABLE towns INHERIT cities;
