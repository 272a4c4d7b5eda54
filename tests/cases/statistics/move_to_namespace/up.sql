-- rename_statistics_users_places_to_stats_users_places
ALTER STATISTICS users_places SET SCHEMA stats;
