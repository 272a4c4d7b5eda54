-- create_capitals
DROP TABLE capitals;

-- create_cities
DROP TABLE cities;
