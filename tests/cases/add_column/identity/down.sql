-- users_add_column_number
ALTER TABLE users DROP CONSTRAINT users_number_key;
ALTER TABLE users DROP COLUMN number;
