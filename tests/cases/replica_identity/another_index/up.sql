-- alter_users
ALTER TABLE users REPLICA IDENTITY DEFAULT;

-- users_add_index_users_both
-- Hazard: fails while users holds duplicates in users_both
CREATE UNIQUE INDEX users_both ON users (code, id);

-- users_drop_index_users_code
-- Down: fails while users holds duplicates in users_code
DROP INDEX users_code;

-- alter_users
ALTER TABLE users REPLICA IDENTITY USING INDEX users_both;
