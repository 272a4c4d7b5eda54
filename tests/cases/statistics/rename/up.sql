-- rename_statistics_users_places_to_users_cities
ALTER STATISTICS users_places RENAME TO users_cities;
