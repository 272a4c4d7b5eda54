-- drop_statistics_users_places
CREATE STATISTICS users_places ON city, id FROM users;
ALTER STATISTICS users_places SET STATISTICS 10;
COMMENT ON STATISTICS users_places IS 'old';
