-- rename_cities_to_places
ALTER TABLE cities RENAME TO places;
