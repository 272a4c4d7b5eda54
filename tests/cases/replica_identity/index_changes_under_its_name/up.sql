-- alter_users
ALTER TABLE users
    REPLICA IDENTITY DEFAULT,
    SET WITHOUT CLUSTER;

-- users_alter_index_users_code
-- Hazard: fails while users holds duplicates in users_code
-- Down: fails while users holds duplicates in users_code
DROP INDEX users_code;
CREATE UNIQUE INDEX users_code ON users (code, country);

-- alter_users
ALTER TABLE users
    REPLICA IDENTITY USING INDEX users_code,
    CLUSTER ON users_code;
