-- create_users
DROP TABLE users;

-- create_composite_type_address
DROP TYPE address;
