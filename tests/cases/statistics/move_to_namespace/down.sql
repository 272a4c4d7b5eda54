-- create_statistics_stats_users_places
DROP STATISTICS stats.users_places;

-- drop_statistics_users_places
CREATE STATISTICS users_places ON city, id FROM users;
