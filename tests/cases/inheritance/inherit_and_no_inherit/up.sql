-- alter_towns
ALTER TABLE towns NO INHERIT cities;

-- capitals_alter_column_name

-- towns_alter_column_name

-- alter_capitals
ALTER TABLE capitals INHERIT cities;
