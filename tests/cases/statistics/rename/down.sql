-- rename_statistics_users_places_to_users_cities
ALTER STATISTICS users_cities RENAME TO users_places;
