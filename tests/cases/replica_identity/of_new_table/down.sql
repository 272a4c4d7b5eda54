-- alter_users
ALTER TABLE users
    REPLICA IDENTITY DEFAULT,
    SET WITHOUT CLUSTER;

-- users_add_index_users_by_code
DROP INDEX users_by_code;

-- create_users
DROP TABLE users;
