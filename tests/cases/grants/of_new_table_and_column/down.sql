-- create_users
DROP TABLE users;
