-- create_statistics_users_lower
CREATE STATISTICS users_lower ON (lower(city)) FROM users;
