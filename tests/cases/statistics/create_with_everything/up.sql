-- create_statistics_users_places
CREATE STATISTICS users_places (ndistinct, mcv) ON city, code, (lower(city)) FROM users;
ALTER STATISTICS users_places SET STATISTICS 500;
COMMENT ON STATISTICS users_places IS 'they go together';
