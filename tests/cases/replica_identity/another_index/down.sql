-- alter_users
ALTER TABLE users REPLICA IDENTITY DEFAULT;

-- users_drop_index_users_code
CREATE UNIQUE INDEX users_code ON users (code);

-- users_add_index_users_both
DROP INDEX users_both;

-- alter_users
ALTER TABLE users REPLICA IDENTITY USING INDEX users_code;
