-- alter_capitals
ALTER TABLE capitals NO INHERIT cities;

-- alter_towns
ALTER TABLE towns INHERIT cities;
