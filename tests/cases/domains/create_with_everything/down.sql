-- create_users
DROP TABLE users;

-- create_domain_email
DROP DOMAIN email;
