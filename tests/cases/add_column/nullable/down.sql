-- users_add_column_phone
ALTER TABLE users DROP COLUMN phone;
