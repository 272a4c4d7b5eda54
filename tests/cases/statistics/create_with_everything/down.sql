-- create_statistics_users_places
DROP STATISTICS users_places;
