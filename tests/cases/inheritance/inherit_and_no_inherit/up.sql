-- alter_towns
ALTER TABLE towns NO INHERIT cities;

-- alter_capitals
ALTER TABLE capitals INHERIT cities;
