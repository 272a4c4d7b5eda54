-- users_add_index_users_code
-- Hazard: fails while users holds duplicates in users_code
CREATE UNIQUE INDEX users_code ON users (code);

-- alter_users
ALTER TABLE users REPLICA IDENTITY USING INDEX users_code;
