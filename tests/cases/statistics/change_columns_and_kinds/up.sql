-- alter_statistics_users_places
DROP STATISTICS users_places;
CREATE STATISTICS users_places (mcv) ON city, code FROM users;
ALTER STATISTICS users_places SET STATISTICS 10;
COMMENT ON STATISTICS users_places IS 'kept';
