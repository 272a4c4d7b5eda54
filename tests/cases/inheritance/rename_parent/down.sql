-- rename_cities_to_places
ALTER TABLE places RENAME TO cities;
