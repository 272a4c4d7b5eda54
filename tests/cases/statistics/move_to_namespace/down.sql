-- rename_statistics_users_places_to_stats_users_places
ALTER STATISTICS stats.users_places SET SCHEMA public;
