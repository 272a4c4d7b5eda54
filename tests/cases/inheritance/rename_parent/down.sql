-- alter_capitals
ALTER TABLE capitals NO INHERIT places;

-- alter_capitals
ALTER TABLE capitals INHERIT cities;

-- rename_cities_to_places
ALTER TABLE places RENAME TO cities;
