-- users_create_policy_members
DROP POLICY members ON users;

-- create_members
DROP TABLE members;
