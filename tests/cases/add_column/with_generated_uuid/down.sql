-- users_add_column_token
ALTER TABLE users DROP COLUMN token;
