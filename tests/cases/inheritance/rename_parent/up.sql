-- rename_cities_to_places
ALTER TABLE cities RENAME TO places;

-- alter_capitals
ALTER TABLE capitals NO INHERIT cities;

-- alter_capitals
ALTER TABLE capitals INHERIT places;
