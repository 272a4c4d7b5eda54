-- create_statistics_users_lower
DROP STATISTICS users_lower;
