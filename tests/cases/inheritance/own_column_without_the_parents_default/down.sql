-- create_cities
DROP TABLE cities;

-- create_places
DROP TABLE places;
