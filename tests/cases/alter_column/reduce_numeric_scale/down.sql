-- users_alter_column_price
ALTER TABLE users ALTER COLUMN price TYPE numeric(10,4);
