-- create_statistics_users_places
CREATE STATISTICS users_places ON city, code FROM users;
