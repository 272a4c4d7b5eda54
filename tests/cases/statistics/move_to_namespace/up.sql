-- drop_statistics_users_places
DROP STATISTICS users_places;

-- create_statistics_stats_users_places
CREATE STATISTICS stats.users_places ON city, id FROM users;
