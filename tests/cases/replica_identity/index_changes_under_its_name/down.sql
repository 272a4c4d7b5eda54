-- alter_users
ALTER TABLE users
    REPLICA IDENTITY DEFAULT,
    SET WITHOUT CLUSTER;

-- users_alter_index_users_code
DROP INDEX users_code;
CREATE UNIQUE INDEX users_code ON users (code);

-- alter_users
ALTER TABLE users
    REPLICA IDENTITY USING INDEX users_code,
    CLUSTER ON users_code;
