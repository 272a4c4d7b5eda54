-- alter_statistics_users_places
ALTER STATISTICS users_places SET STATISTICS 10;
COMMENT ON STATISTICS users_places IS 'old';
