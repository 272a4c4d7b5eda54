-- create_users
DROP TABLE users;

-- create_extension_citext
DROP EXTENSION citext;
