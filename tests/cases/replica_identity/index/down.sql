-- alter_users
ALTER TABLE users REPLICA IDENTITY DEFAULT;

-- users_add_index_users_code
DROP INDEX users_code;
